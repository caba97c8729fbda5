// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.db.embedded.DurableFiles;

/// What the containers of one stack know each other by, as files in one directory. Each part has a folder there, and
/// files that only its user can read:
///
/// ```
/// server/    database-password  nats-password  cache-password
/// postgres/  database-password  superuser-password
/// nats/      users.conf
/// valkey/    users.conf
/// ```
///
/// The server's files are the truth and the others say the same to the other side. A set that is not whole, because a
/// machine stopped in between, is completed; what is there is never replaced.
final class StackSecrets {
    private static final int SECRET_BYTES = 32;
    private static final String USER = "amityvox";
    private static final String ONLY_ITS_USER = "r--------";

    /// One can go through it to a file whose name one knows, and list nothing.
    private static final String PASSAGE = "rwx--x--x";

    private static final String NATS_USERS = """
            authorization {
              users = [{user: "%s", password: "%s"}]
            }
            """;

    /// Without a password one can ask whether it lives. The password itself is not needed to check one.
    private static final String VALKEY_USERS = """
            user default reset on nopass -@all +ping
            user %s reset on #%s ~amityvox:* &* +@all -@admin
            """;

    private final Path directory;
    private final Owners owners;

    /// The numbers of the users that the containers run as.
    record Owners(int server, int postgres, int nats, int valkey) {}

    StackSecrets(Path directory, Owners owners) {
        this.directory = directory;
        this.owners = owners;
    }

    /// Whether the password is there that an existing database has.
    boolean knowDatabase() throws IOException {
        return databasePassword().isPresent();
    }

    /// Whether the database was to learn a new password and nobody has said that it has.
    boolean rekeying() {
        return Files.exists(mark());
    }

    void beginRekeying() throws IOException {
        DurableFiles.write(mark(), "", ONLY_ITS_USER);
    }

    void endRekeying() throws IOException {
        Files.deleteIfExists(mark());
    }

    private Path mark() {
        return directory.resolve("rekeying");
    }

    /// Makes what is missing.
    ///
    /// @return whether something was
    boolean complete() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(PASSAGE));
        var database = databasePassword().orElseGet(StackSecrets::random);
        var nats = read("server/nats-password").orElseGet(StackSecrets::random);
        var cache = read("server/cache-password").orElseGet(StackSecrets::random);
        var superuser = read("postgres/superuser-password").orElseGet(StackSecrets::random);
        // The database's side first: the server's file says that the password is known.
        boolean made = put("postgres/superuser-password", superuser.reveal(), owners.postgres());
        made |= put("postgres/database-password", database.reveal(), owners.postgres());
        made |= put("server/database-password", database.reveal(), owners.server());
        made |= put("server/nats-password", nats.reveal(), owners.server());
        made |= put("nats/users.conf", NATS_USERS.formatted(USER, nats.reveal()), owners.nats());
        made |= put("server/cache-password", cache.reveal(), owners.server());
        made |= put("valkey/users.conf", VALKEY_USERS.formatted(USER, sha256(cache)), owners.valkey());
        return made;
    }

    private Optional<Secret> databasePassword() throws IOException {
        var known = read("server/database-password");
        return known.isPresent() ? known : read("postgres/database-password");
    }

    private Optional<Secret> read(String name) throws IOException {
        var file = directory.resolve(name);
        return Files.exists(file) ? Optional.of(Secret.of(Files.readString(file).strip())) : Optional.empty();
    }

    private boolean put(String name, String text, int owner) throws IOException {
        var file = directory.resolve(name);
        boolean stale = !Files.exists(file) || !Files.readString(file).equals(text);
        if (stale) {
            Files.createDirectories(file.resolveSibling(""));
            Files.setPosixFilePermissions(file.resolveSibling(""), PosixFilePermissions.fromString(PASSAGE));
            DurableFiles.write(file, text, ONLY_ITS_USER);
        }
        Files.setAttribute(file, "unix:uid", owner);
        return stale;
    }

    private static Secret random() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String sha256(Secret secret) {
        try {
            var bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
