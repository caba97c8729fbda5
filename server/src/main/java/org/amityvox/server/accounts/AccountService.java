// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import static org.amityvox.server.accounts.AccountError.ALREADY_SET_UP;
import static org.amityvox.server.accounts.AccountError.INVALID_CREDENTIALS;
import static org.amityvox.server.accounts.AccountError.INVALID_SETUP_SECRET;
import static org.amityvox.server.accounts.AccountError.INVALID_USERNAME;
import static org.amityvox.server.accounts.AccountError.INVITE_REQUIRED;
import static org.amityvox.server.accounts.AccountError.PASSWORD_TOO_LONG;
import static org.amityvox.server.accounts.AccountError.PASSWORD_TOO_SHORT;
import static org.amityvox.server.accounts.AccountError.REGISTRATION_CLOSED;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.jspecify.annotations.Nullable;

/// Accounts: made by set-up, registration or the host; signed in by password; changed by their owners.
public final class AccountService {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_.-]{2,32}");
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 128;

    private final Database db;
    private final AccountStore accounts = new AccountStore();
    private final InstanceStore instances = new InstanceStore();
    private final SessionService sessions;
    private final EventLog events;
    private final PasswordHasher hasher;
    private final InviteAcceptor invites;
    private final Registration registration;
    private final Ulids ulids;
    private final Clock clock;

    AccountService(
            Database db,
            SessionService sessions,
            EventLog events,
            PasswordHasher hasher,
            InviteAcceptor invites,
            Registration registration,
            Ulids ulids,
            Clock clock) {
        this.db = db;
        this.sessions = sessions;
        this.events = events;
        this.hasher = hasher;
        this.invites = invites;
        this.registration = registration;
        this.ulids = ulids;
        this.clock = clock;
    }

    /// A new session with its account.
    public record SignIn(Account account, Secret token) {}

    /// A username and a password, as somebody typed them.
    public record Login(String username, Secret password) {}

    /// Makes the first administrator and names the instance, for the holder of the setup secret. Exactly one call
    /// succeeds, ever.
    public SignIn setUp(Secret secret, Login login, Optional<String> instanceName) {
        requireSetupSecret(secret);
        var hash = checkedHash(login);
        var now = clock.instant();
        return db.inTransaction(tx -> {
            if (!instances.completeSetup(tx, secret.reveal(), instanceName.orElse(null))) {
                throw ALREADY_SET_UP.exception();
            }
            return signedIn(tx, insert(tx, login.username(), hash, true, now), now);
        });
    }

    /// Makes an account, and with an invite joins the guild in the same transaction.
    public SignIn register(Login login, Optional<String> invite) {
        switch (registration) {
            case CLOSED -> throw REGISTRATION_CLOSED.exception();
            case INVITE -> {
                if (invite.isEmpty()) {
                    throw INVITE_REQUIRED.exception();
                }
            }
            case OPEN -> {}
        }
        // Before the expensive hash; the transaction decides again.
        invite.ifPresent(invites::requireValid);
        var hash = checkedHash(login);
        var now = clock.instant();
        return db.inTransaction(tx -> {
            var account = insert(tx, login.username(), hash, false, now);
            var signIn = signedIn(tx, account, now);
            invite.ifPresent(code -> invites.accept(tx, code, account.profile(), now));
            return signIn;
        });
    }

    /// Makes an account for the host, without a session. An administrator made this way ends the set-up.
    public Account create(Login login, boolean admin) {
        var hash = checkedHash(login);
        return db.inTransaction(tx -> {
            if (admin) {
                instances.completeSetup(tx, null, null);
            }
            return insert(tx, login.username(), hash, admin, clock.instant());
        });
    }

    /// Takes as long for an unknown name as for a wrong password.
    public SignIn logIn(Login login) {
        var found = db.single(tx -> accounts.credentials(tx, events.origin(), login.username()));
        if (found.isEmpty()) {
            hasher.verifyNothing(login.password());
            throw INVALID_CREDENTIALS.exception();
        }
        var credentials = found.get();
        if (!hasher.verify(credentials.hash(), login.password())) {
            throw INVALID_CREDENTIALS.exception();
        }
        var renewed = hasher.needsRehash(credentials.hash())
                ? Optional.of(hasher.hash(login.password()))
                : Optional.<String>empty();
        return db.inTransaction(tx -> {
            renewed.ifPresent(hash -> accounts.setPasswordHash(tx, credentials.userId(), hash));
            var account = accounts.lock(tx, credentials.userId()).orElseThrow(INVALID_CREDENTIALS::exception);
            return signedIn(tx, account, clock.instant());
        });
    }

    public Account self(Actor actor) {
        return db.single(tx -> find(tx, actor.userId())).orElseThrow(CommonError.INVALID_SESSION::exception);
    }

    /// Changes the profile; a request that changes nothing publishes nothing.
    public Account update(Actor actor, Patch<String> displayName, @Nullable String status) {
        return db.inTransaction(tx -> {
            var before = accounts.lock(tx, actor.userId()).orElseThrow(CommonError.INVALID_SESSION::exception);
            var old = before.profile();
            var profile = new UserProfile(
                    old.id(),
                    old.username(),
                    displayName.map(String::strip).over(old.displayName()),
                    old.bot(),
                    old.createdAt());
            var after = new Account(profile, status == null ? before.status() : status, before.admin());
            if (!after.equals(before)) {
                accounts.update(tx, profile.id(), profile.displayName(), after.status());
                events.append(
                        tx, new AccountEvent.Updated(profile.id()), clock.instant(), AccountHydrator.dispatches(after));
            }
            return after;
        });
    }

    /// Those of `ids` that exist, ascending.
    public List<Account> list(Tx tx, Collection<UserId> ids) {
        return accounts.list(tx, ids);
    }

    public Optional<Account> find(Tx tx, UserId id) {
        return accounts.list(tx, List.of(id)).stream().findFirst();
    }

    private void requireSetupSecret(Secret secret) {
        var local = db.single(instances::local).orElseThrow();
        var expected = local.setupSecret().orElseThrow(ALREADY_SET_UP::exception);
        if (!Secret.of(expected).matches(secret)) {
            throw INVALID_SETUP_SECRET.exception();
        }
    }

    private Account insert(Tx tx, String username, String hash, boolean admin, Instant now) {
        var id = new UserId(ulids.next());
        accounts.insert(tx, id, events.origin(), username, hash, admin, now);
        return find(tx, id).orElseThrow();
    }

    private SignIn signedIn(Tx tx, Account account, Instant now) {
        return new SignIn(account, sessions.issue(tx, account.profile().id(), now));
    }

    private String checkedHash(Login login) {
        if (!USERNAME.matcher(login.username()).matches()) {
            throw INVALID_USERNAME.exception();
        }
        var length = Checks.length(login.password().reveal());
        if (length < MIN_PASSWORD) {
            throw PASSWORD_TOO_SHORT.exception();
        }
        if (length > MAX_PASSWORD) {
            throw PASSWORD_TOO_LONG.exception();
        }
        return hasher.hash(login.password());
    }
}
