// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A test of a running server. One server, on which everybody may register, serves all such tests; each makes its own
/// people and guilds there. Whoever disturbs the server starts one of their own.
public abstract class ServerTest {
    @RegisterExtension
    static final Shared SHARED = new Shared();

    protected final TestInstance server = SHARED.instance();
    protected final Given given = server.given();
    protected final Api api = server.api();

    private final List<TestInstance> own = new ArrayList<>();

    /// The database and the server that all tests share.
    static final class Shared implements BeforeAllCallback {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Shared.class);

        private @Nullable TestDatabases databases;
        private @Nullable TestInstance instance;

        @Override
        public void beforeAll(ExtensionContext context) {
            var all = TestDatabases.of(context);
            databases = all;
            instance = context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(
                            "server", _ -> new TestInstance(all.fresh(), Registration.OPEN), TestInstance.class);
        }

        TestDatabases databases() {
            return Objects.requireNonNull(databases);
        }

        TestInstance instance() {
            return Objects.requireNonNull(instance);
        }
    }

    /// A new server on an empty database.
    protected TestInstance startServer(Registration registration) {
        return startServer(SHARED.databases().fresh(), registration);
    }

    TestInstance startServer(DatabaseTarget target, Registration registration) {
        return started(new TestInstance(target, registration));
    }

    /// A new server on an empty database, on which the limits hold that hold for people.
    protected TestInstance startServerWithLimits() {
        return started(new TestInstance(SHARED.databases().fresh(), Registration.OPEN, 1));
    }

    private synchronized TestInstance started(TestInstance instance) {
        own.add(instance);
        return instance;
    }

    /// Another server on the data of one that runs; they know of each other by the database only.
    protected TestInstance startReplica(TestInstance first) {
        return startServer(first.target(), Registration.OPEN);
    }

    /// One of several servers on the same data that share what is named.
    TestInstance startServer(DatabaseTarget target, double limits, ServerConfig.Nats nats, ServerConfig.Cache cache) {
        return started(new TestInstance(target, Registration.OPEN, limits, nats, cache));
    }

    @AfterEach
    void tidyUp() {
        server.hangUp();
        own.forEach(TestInstance::close);
    }
}
