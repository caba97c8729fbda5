// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.cache.BoundedCache;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.http.Authenticator;

/// Sessions: issued at sign-in, checked at every request, ended for REST and sockets alike.
public final class SessionService implements Authenticator {
    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int MAX_CACHED = 50_000;
    private static final Duration CACHE_TIME = Duration.ofMinutes(10);

    private final Database db;
    private final SessionStore sessions = new SessionStore();
    private final EventLog events;
    private final Ulids ulids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final SessionUses uses;
    private final BoundedCache<String, Actor> known = new BoundedCache<>(MAX_CACHED, CACHE_TIME);

    SessionService(Database db, EventLog events, Ulids ulids, Clock clock) {
        this.db = db;
        this.events = events;
        this.ulids = ulids;
        this.clock = clock;
        this.uses = new SessionUses(clock);
    }

    /// Makes a session in the caller's transaction, which holds the lock on the account or has just made it.
    ///
    /// @return the token, which is stored nowhere
    Secret issue(Tx tx, UserId user, Device device, Instant now) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.insert(tx, new SessionId(ulids.next()), user, hash(token), device, now);
        return Secret.of(token);
    }

    @Override
    public Optional<Actor> authenticate(Secret token) {
        if (!TOKEN.matcher(token.reveal()).matches()) {
            return Optional.empty();
        }
        var hash = hash(token.reveal());
        return known.get(HexFormat.of().formatHex(hash), _ -> db.single(tx -> sessions.find(tx, hash)));
    }

    @Override
    public Optional<Actor> remembered(Secret token) {
        return known.find(HexFormat.of().formatHex(hash(token.reveal())));
    }

    @Override
    public void used(Actor actor, String address) {
        uses.note(actor.sessionId(), address);
    }

    /// Writes down which sessions were used. To be called now and then.
    public void writeUses() {
        var unwritten = uses.unwritten();
        if (!unwritten.isEmpty()) {
            db.useTransaction(tx -> sessions.noteUses(tx, unwritten));
            uses.written(unwritten);
        }
    }

    /// The actor's sessions, the one that was used last first.
    public List<Session> list(Actor actor) {
        writeUses();
        return db.single(tx -> sessions.list(tx, actor.userId(), actor.sessionId()));
    }

    /// Ends the session of `actor`. Ending it twice changes nothing.
    public void logOut(Actor actor) {
        end(actor.userId(), actor.sessionId());
    }

    /// Ends one of the actor's sessions, which may be this one.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `session_not_found` (404) for anything else
    public void end(Actor actor, SessionId session) {
        if (!end(actor.userId(), session)) {
            throw AccountError.SESSION_NOT_FOUND.exception();
        }
    }

    private boolean end(UserId user, SessionId session) {
        return db.inTransaction(tx -> {
            var ended = sessions.delete(tx, session, user);
            if (ended) {
                events.append(tx, new AccountEvent.SessionsEnded(user, List.of(session)), clock.instant());
            }
            return ended;
        });
    }

    /// Ends all sessions of an account but the actor's, as the last act of a transaction that holds the lock on the
    /// account: whoever signs in waits for it.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `invalid_session` (401) if the actor's has ended itself
    void endOthers(Tx tx, Actor actor, Instant now) {
        if (!sessions.exists(tx, actor.sessionId())) {
            throw CommonError.INVALID_SESSION.exception();
        }
        var ended = sessions.deleteOthers(tx, actor.userId(), actor.sessionId());
        for (var from = 0; from < ended.size(); from += LogRow.MAX_IDS) {
            var some = ended.subList(from, Math.min(ended.size(), from + LogRow.MAX_IDS));
            events.append(tx, new AccountEvent.SessionsEnded(actor.userId(), some), now);
        }
    }

    /// Asks the database about every token again: an end may have been missed.
    public void forgetAll() {
        known.forgetAll();
    }

    /// Forgets what a change has ended.
    public void onChange(LogRow row) {
        if (row.kind().equals(AccountEvent.SESSIONS_ENDED)) {
            var ended = Set.copyOf(row.ids());
            known.forgetIf(actor -> ended.contains(actor.sessionId().value()));
        }
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
