// SPDX-License-Identifier: AGPL-3.0-only
/// What changed, told to everyone once and in order: the log in PostgreSQL is the truth, the bus is fast, the tail
/// joins the two.
@NullMarked
package org.amityvox.server.platform.events;

import org.jspecify.annotations.NullMarked;
