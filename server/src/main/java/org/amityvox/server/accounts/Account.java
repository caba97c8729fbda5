// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

/// An account as its owner knows it.
///
/// @param status the presence that was chosen: `online`, `idle`, `dnd` or `invisible`
/// @param admin may administer this instance
public record Account(UserProfile profile, String status, boolean admin) {}
