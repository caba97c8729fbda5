// SPDX-License-Identifier: AGPL-3.0-only
/// Bounded memory of what PostgreSQL knows. Never the source of truth. Caffeine lives here only.
@NullMarked
package org.amityvox.server.platform.cache;

import org.jspecify.annotations.NullMarked;
