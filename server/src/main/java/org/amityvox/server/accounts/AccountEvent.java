// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.events.Event;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.WireType;

/// What happens to accounts.
public sealed interface AccountEvent extends Event {
    String UPDATED = "user_updated";
    String SESSION_ENDED = "session_ended";

    WireType<AccountApi.User> USER_UPDATE =
            new WireType<>("USER_UPDATE", AccountApi.User.class, "Everybody who shares a guild with the account");
    WireType<AccountApi.SelfUser> ACCOUNT_UPDATE =
            new WireType<>("ACCOUNT_UPDATE", AccountApi.SelfUser.class, "All sessions of the account");

    /// The profile or the chosen status changed.
    record Updated(UserId userId) implements AccountEvent {
        @Override
        public LogRow row() {
            return LogRow.of(UPDATED).user(userId).actor(userId);
        }
    }

    /// A session was ended; its token is worth nothing from now on.
    record SessionEnded(UserId userId, SessionId sessionId) implements AccountEvent {
        @Override
        public LogRow row() {
            return LogRow.of(SESSION_ENDED).user(userId).object(sessionId).actor(userId);
        }
    }
}
