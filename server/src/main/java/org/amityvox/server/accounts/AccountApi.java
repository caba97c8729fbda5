// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Instant;
import java.util.List;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of accounts.
public final class AccountApi {
    static final List<String> STATUSES = List.of("online", "idle", "dnd", "invisible");

    private AccountApi() {}

    /// An account as others see it.
    public record User(UserId id, String username, @Nullable String displayName, boolean bot, Instant createdAt) {
        public static User of(UserProfile profile) {
            return new User(
                    profile.id(), profile.username(), profile.displayName(), profile.bot(), profile.createdAt());
        }
    }

    /// An account as its owner sees it.
    public record SelfUser(
            UserId id,
            String username,
            @Nullable String displayName,
            boolean bot,
            Instant createdAt,
            String status,
            boolean admin) {
        public static SelfUser of(Account account) {
            var profile = account.profile();
            return new SelfUser(
                    profile.id(),
                    profile.username(),
                    profile.displayName(),
                    profile.bot(),
                    profile.createdAt(),
                    account.status(),
                    account.admin());
        }
    }

    /// Whether this instance waits for its first administrator, and how people get accounts.
    public record SetupState(boolean needed, String registration, String instanceName) {}

    /// A new session. The token is shown this once.
    public record SignedIn(SelfUser user, String token) {}

    /// A device on which one is signed in. `current` is the one that asks.
    public record Session(
            SessionId id, String device, String address, Instant createdAt, Instant lastUsedAt, boolean current) {
        static Session of(org.amityvox.server.accounts.Session session) {
            return new Session(
                    session.id(),
                    session.device().name(),
                    session.device().address(),
                    session.createdAt(),
                    session.lastUsedAt(),
                    session.current());
        }
    }

    /// Makes the first administrator.
    public record SetupRequest(
            @Nullable String secret,
            @Nullable String username,
            @Nullable String password,
            @Nullable String instanceName)
            implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("secret", secret).max(200);
            checks.text("username", username).max(200);
            checks.text("password", password).max(2000);
            checks.optionalText("instance_name", instanceName).min(1).max(100).singleLine();
        }
    }

    /// Makes an account.
    public record RegisterRequest(
            @Nullable String username,
            @Nullable String password,
            @Nullable String invite) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("username", username).max(200);
            checks.text("password", password).max(2000);
            checks.optionalText("invite", invite).max(100);
        }
    }

    /// Signs in.
    public record LoginRequest(
            @Nullable String username, @Nullable String password) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("username", username).max(200);
            checks.text("password", password).max(2000);
        }
    }

    /// Changes one's own password.
    public record PasswordChangeRequest(
            @Nullable String currentPassword, @Nullable String newPassword) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("current_password", currentPassword).max(2000);
            checks.text("new_password", newPassword).max(2000);
        }
    }

    /// Changes one's own account.
    public record UpdateRequest(
            Patch<String> displayName, @Nullable String status) implements Body {
        @Override
        public void check(Checks checks) {
            checks.optionalText("display_name", displayName.value())
                    .min(1)
                    .max(32)
                    .singleLine();
            checks.optionalText("status", status).oneOf(STATUSES);
        }
    }
}
