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
import static org.amityvox.server.accounts.AccountError.WRONG_PASSWORD;

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
    private static final int MAX_ATTEMPTS = 4;

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
    public SignIn setUp(Secret secret, Login login, Optional<String> instanceName, Device device) {
        requireSetupSecret(secret);
        var hash = checkedHash(login);
        var now = clock.instant();
        return db.inTransaction(tx -> {
            if (!instances.completeSetup(tx, secret.reveal(), instanceName.orElse(null))) {
                throw ALREADY_SET_UP.exception();
            }
            return signedIn(tx, insert(tx, login.username(), hash, true, now), device, now);
        });
    }

    /// Makes an account, and with an invite joins the guild in the same transaction.
    public SignIn register(Login login, Optional<String> invite, Device device) {
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
            var signIn = signedIn(tx, account, device, now);
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
    public SignIn logIn(Login login, Device device) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var found = db.single(tx -> accounts.credentials(tx, events.origin(), login.username()));
            if (found.isEmpty()) {
                hasher.verifyNothing(login.password());
                throw INVALID_CREDENTIALS.exception();
            }
            var known = found.get();
            if (!hasher.verify(known.hash(), login.password())) {
                throw INVALID_CREDENTIALS.exception();
            }
            var renewed = hasher.needsRehash(known.hash())
                    ? Optional.of(hasher.hash(login.password()))
                    : Optional.<String>empty();
            var signIn = db.inTransaction(tx -> lockedOn(tx, known).map(account -> {
                renewed.ifPresent(hash -> accounts.setPasswordHash(tx, known.userId(), hash));
                return signedIn(tx, account, device, clock.instant());
            }));
            if (signIn.isPresent()) {
                return signIn.get();
            }
        }
        throw CommonError.UNAVAILABLE.exception();
    }

    /// Changes the actor's password and ends all their other sessions with it.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `wrong_password` (400), and what
    ///     registration says of passwords
    public void changePassword(Actor actor, Secret current, Secret replacement) {
        requireUsable(replacement);
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var known =
                    db.single(tx -> accounts.credentials(tx, actor.userId())).orElseThrow(WRONG_PASSWORD::exception);
            if (!hasher.verify(known.hash(), current)) {
                throw WRONG_PASSWORD.exception();
            }
            var hash = hasher.hash(replacement);
            var changed = db.inTransaction(tx -> {
                var account = lockedOn(tx, known);
                account.ifPresent(_ -> {
                    accounts.setPasswordHash(tx, known.userId(), hash);
                    sessions.endOthers(tx, actor, clock.instant());
                });
                return account.isPresent();
            });
            if (changed) {
                return;
            }
        }
        throw CommonError.UNAVAILABLE.exception();
    }

    /// Locks the account on which `known` was verified, so that its password and its sessions stay as they are
    /// until the transaction ends.
    ///
    /// @return empty if the password has become another one since: it has to be verified again
    private Optional<Account> lockedOn(Tx tx, AccountStore.Credentials known) {
        return accounts.lock(tx, known.userId())
                .filter(_ -> accounts.credentials(tx, known.userId()).equals(Optional.of(known)));
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
                tell(tx, after, !profile.equals(old));
            }
            return after;
        });
    }

    /// A status that was chosen is nobody else's business: an invisible person would show by changing it.
    private void tell(Tx tx, Account account, boolean profileChanged) {
        var id = account.profile().id();
        if (profileChanged) {
            events.append(tx, new AccountEvent.Updated(id), clock.instant(), AccountHydrator.dispatches(account));
        } else {
            events.append(
                    tx,
                    new AccountEvent.StatusChanged(id),
                    clock.instant(),
                    List.of(AccountHydrator.ownDispatch(account)));
        }
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

    private SignIn signedIn(Tx tx, Account account, Device device, Instant now) {
        return new SignIn(account, sessions.issue(tx, account.profile().id(), device, now));
    }

    private String checkedHash(Login login) {
        if (!USERNAME.matcher(login.username()).matches()) {
            throw INVALID_USERNAME.exception();
        }
        requireUsable(login.password());
        return hasher.hash(login.password());
    }

    private static void requireUsable(Secret password) {
        var length = Checks.length(password.reveal());
        if (length < MIN_PASSWORD) {
            throw PASSWORD_TOO_SHORT.exception();
        }
        if (length > MAX_PASSWORD) {
            throw PASSWORD_TOO_LONG.exception();
        }
    }
}
