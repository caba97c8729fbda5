// SPDX-License-Identifier: AGPL-3.0-only
/// The live connection of clients: READY, events as they happen, Resume after any interruption. Owns no
/// table and keeps no state that another instance could not rebuild.
@NullMarked
package org.amityvox.server.gateway;

import org.jspecify.annotations.NullMarked;
