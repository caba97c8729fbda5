// SPDX-License-Identifier: AGPL-3.0-only
/// Work that happens by itself, again and again.
@NullMarked
package org.amityvox.server.platform.jobs;

import org.jspecify.annotations.NullMarked;
