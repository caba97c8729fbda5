// SPDX-License-Identifier: AGPL-3.0-only
/// The program: its commands, and the one place where everything is joined together.
@NullMarked
package org.amityvox.server.app;

import org.jspecify.annotations.NullMarked;
