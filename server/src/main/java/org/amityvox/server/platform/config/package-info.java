// SPDX-License-Identifier: AGPL-3.0-only
/// The server's settings: read once at start from a TOML file and the environment, checked as a whole, never changed
/// afterwards. The only place that imports the TOML library.
@NullMarked
package org.amityvox.server.platform.config;

import org.jspecify.annotations.NullMarked;
