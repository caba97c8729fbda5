// SPDX-License-Identifier: AGPL-3.0-only
/// How far accounts have read. Owns `read_states`.
@NullMarked
package org.amityvox.server.messages.readstates;

import org.jspecify.annotations.NullMarked;
