// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import de.mkammerer.argon2.Argon2;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;

/// Argon2id (RFC 9106) by the reference library in native code. At most one hash a processor core is computed at a
/// time; others wait in the order in which they came, up to [#MOST_WAITING]. Shared by all threads. A hash holds the
/// carrier thread of a virtual thread, which is what a computation should do.
public final class PasswordHasher {
    /// About a second of work on one core with the default cost.
    static final int MOST_WAITING = 100;

    private static final int VERSION = 19;

    private final int memoryKib;
    private final int iterations;
    private final int parallelism;
    private final int mostWaiting;
    private final Semaphore cores;
    private final AtomicInteger waiting = new AtomicInteger();

    public PasswordHasher(ServerConfig.Accounts cost) {
        // One core is left to everything else: a hash holds its carrier thread.
        this(cost, Math.max(1, Runtime.getRuntime().availableProcessors() - 1), MOST_WAITING);
    }

    PasswordHasher(ServerConfig.Accounts cost, int cores, int mostWaiting) {
        this.memoryKib = cost.passwordMemoryKib();
        this.iterations = cost.passwordIterations();
        this.parallelism = cost.passwordParallelism();
        this.cores = new Semaphore(cores, true);
        this.mostWaiting = mostWaiting;
    }

    /// A hash in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, with a new salt each time.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `sign_in_busy` (503) if too many others wait already
    public String hash(Secret password) {
        return limited(
                password,
                chars -> Native.ARGON2.hash(iterations, memoryKib, parallelism, chars, StandardCharsets.UTF_8));
    }

    /// Whether the hash was made from this password; no for something that is no hash of Argon2id.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `sign_in_busy` (503) if too many others wait already
    public boolean verify(String hash, Secret password) {
        return limited(password, chars -> Native.ARGON2.verify(hash, chars, StandardCharsets.UTF_8));
    }

    /// Takes the time of [#verify] for an account that does not exist, so that the time does not tell.
    ///
    /// @throws org.amityvox.server.kernel.ApiException `sign_in_busy` (503) if too many others wait already
    public void verifyNothing(Secret password) {
        verify(nobody(), password);
    }

    /// Whether the hash was made at another cost than the one that holds now.
    public boolean needsRehash(String hash) {
        return !hash.startsWith(prefix());
    }

    /// A well-formed hash at the present cost. It belongs to no password that anybody knows.
    private String nobody() {
        return prefix() + "A".repeat(22) + "$" + "A".repeat(43);
    }

    private String prefix() {
        return "$argon2id$v=" + VERSION + "$m=" + memoryKib + ",t=" + iterations + ",p=" + parallelism + "$";
    }

    private <T> T limited(Secret password, Function<char[], T> computation) {
        enter();
        var chars = password.reveal().toCharArray();
        try {
            return computation.apply(chars);
        } finally {
            Arrays.fill(chars, '\0');
            cores.release();
        }
    }

    private void enter() {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            throw AccountError.SIGN_IN_BUSY.exception();
        }
        try {
            cores.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw AccountError.SIGN_IN_BUSY.exception();
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// Loads the native library with the first password, which takes longer than the start of the server can spare.
    private static final class Native {
        static final Argon2 ARGON2 = Argon2Factory.create(Argon2Types.ARGON2id);
    }
}
