// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.db.Database;

/// This instance itself: its id, its name, and the secret that lets its host make the first administrator.
public final class InstanceService {
    private static final String FIRST_NAME = "AmityVox";
    private static final int SECRET_BYTES = 24;

    private final Database db;
    private final InstanceStore instances = new InstanceStore();
    private final Ulids ulids;
    private final Clock clock;

    public InstanceService(Database db, Ulids ulids, Clock clock) {
        this.db = db;
        this.ulids = ulids;
        this.clock = clock;
    }

    /// The id of this instance; made when the database is new.
    public InstanceId ensureLocal() {
        return db.inTransaction(tx -> {
            if (instances.local(tx).isEmpty()) {
                var bytes = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(bytes);
                var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                instances.insertLocal(tx, new InstanceId(ulids.next()), FIRST_NAME, secret, clock.instant());
            }
            return instances.local(tx).orElseThrow().id();
        });
    }

    public String name() {
        return local().name();
    }

    /// What lets its holder make the first administrator; empty once there is one.
    public Optional<Secret> setupSecret() {
        return local().setupSecret().map(Secret::of);
    }

    private InstanceStore.LocalInstance local() {
        return db.single(tx -> instances.local(tx).orElseThrow());
    }
}
