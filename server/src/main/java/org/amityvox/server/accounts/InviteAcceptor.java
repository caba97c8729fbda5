// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Instant;
import org.amityvox.server.platform.db.Tx;

/// Lets a new account into a guild by an invite. Implemented by the slice that owns invites.
public interface InviteAcceptor {
    /// Joins `user` in the transaction that made the account, as its last act.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `invite_not_found` (404)
    void accept(Tx tx, String code, UserProfile user, Instant now);

    /// @throws org.amityvox.server.kernel.ApiException `invite_not_found` (404) unless the invite would let
    ///     somebody in now
    void requireValid(String code);
}
