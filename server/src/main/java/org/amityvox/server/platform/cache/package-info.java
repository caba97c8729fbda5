// SPDX-License-Identifier: AGPL-3.0-only
/// Bounded memory of what PostgreSQL knows, and the cache server that processes share. Never the source of truth.
/// Caffeine and Lettuce live here only.
@NullMarked
package org.amityvox.server.platform.cache;

import org.jspecify.annotations.NullMarked;
