// SPDX-License-Identifier: AGPL-3.0-only
/// Real services for tests, each in a process of its own that a test may kill, pause and start again.
@NullMarked
package org.amityvox.server.platform.services;

import org.jspecify.annotations.NullMarked;
