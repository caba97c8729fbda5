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
import java.util.Optional;
import java.util.regex.Pattern;
import org.amityvox.server.kernel.Actor;
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
    private final BoundedCache<String, Actor> known = new BoundedCache<>(MAX_CACHED, CACHE_TIME);

    SessionService(Database db, EventLog events, Ulids ulids, Clock clock) {
        this.db = db;
        this.events = events;
        this.ulids = ulids;
        this.clock = clock;
    }

    /// Makes a session in the caller's transaction.
    ///
    /// @return the token, which is stored nowhere
    Secret issue(Tx tx, UserId user, Instant now) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.insert(tx, new SessionId(ulids.next()), user, hash(token), now);
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

    /// Ends the session of `actor`. Ending it twice changes nothing.
    public void logOut(Actor actor) {
        db.useTransaction(tx -> {
            if (sessions.delete(tx, actor.sessionId(), actor.userId())) {
                events.append(tx, new AccountEvent.SessionEnded(actor.userId(), actor.sessionId()), clock.instant());
            }
        });
    }

    /// Asks the database about every token again: an end may have been missed.
    public void forgetAll() {
        known.forgetAll();
    }

    /// Forgets what a change has ended.
    public void onChange(LogRow row) {
        if (row.kind().equals(AccountEvent.SESSION_ENDED)) {
            known.forgetIf(actor -> actor.sessionId().value().equals(row.object()));
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
