// SPDX-License-Identifier: AGPL-3.0-only
/// Who may do what: the one resolver, and the replica of each guild's rights that it works on. Owns no table; reads the
/// views `v_guild_rights` (and raises the version in it), `v_role_rights`, `v_channel_rights`, `v_override_rights` and
/// `v_guild_memberships`.
@NullMarked
package org.amityvox.server.permissions;

import org.jspecify.annotations.NullMarked;
