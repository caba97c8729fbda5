// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.util.List;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.events.Event;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.WireType;

/// What happens to accounts.
public sealed interface AccountEvent extends Event {
    String UPDATED = "user_updated";
    String STATUS_CHANGED = "user_status_changed";
    String SESSIONS_ENDED = "sessions_ended";

    WireType<AccountApi.User> USER_UPDATE =
            new WireType<>("USER_UPDATE", AccountApi.User.class, "Everybody who shares a guild with the account");
    WireType<AccountApi.SelfUser> ACCOUNT_UPDATE =
            new WireType<>("ACCOUNT_UPDATE", AccountApi.SelfUser.class, "All sessions of the account");

    /// The profile changed, and perhaps the chosen status too.
    record Updated(UserId userId) implements AccountEvent {
        @Override
        public LogRow row() {
            return LogRow.of(UPDATED).user(userId).actor(userId);
        }
    }

    /// Only the chosen status changed. Others see of it what their rights to see somebody's presence let through.
    record StatusChanged(UserId userId) implements AccountEvent {
        @Override
        public LogRow row() {
            return LogRow.of(STATUS_CHANGED).user(userId).actor(userId);
        }
    }

    /// Sessions were ended; their tokens are worth nothing from now on.
    record SessionsEnded(UserId userId, List<SessionId> sessions) implements AccountEvent {
        public SessionsEnded {
            sessions = List.copyOf(sessions);
        }

        @Override
        public LogRow row() {
            return LogRow.of(SESSIONS_ENDED).user(userId).ids(sessions).actor(userId);
        }
    }
}
