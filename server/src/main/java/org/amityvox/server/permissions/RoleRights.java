// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.permissions;

import org.amityvox.server.kernel.RoleId;

/// What one role gives and takes.
///
/// @param position 0 for `@everyone`; the higher role wins
public record RoleRights(RoleId id, int position, Grant grant) {}
