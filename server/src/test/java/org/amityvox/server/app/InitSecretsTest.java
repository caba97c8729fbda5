// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The secrets of a stack, as the container that makes them does.
class InitSecretsTest {
    private static final List<String> FILES = List.of(
            "nats/users.conf",
            "postgres/database-password",
            "postgres/superuser-password",
            "server/cache-password",
            "server/database-password",
            "server/nats-password",
            "valkey/users.conf");

    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    private String uid = "0";

    @TempDir
    Path secrets;

    @TempDir
    Path data;

    @BeforeEach
    void learnWhoWeAre() throws IOException {
        uid = Files.getAttribute(secrets, "unix:uid").toString();
    }

    @Test
    void theFirstRunMakesAllOfThemAndEachIsAnother() throws IOException {
        assertThat(init()).isEqualTo(ExitCode.DONE);

        var all = all();
        assertThat(all.keySet()).containsExactlyElementsOf(FILES);
        assertThat(all.values()).allMatch(text -> text.length() >= 43);
        assertThat(new HashSet<>(all.values())).hasSize(FILES.size() - 1);
        assertThat(all.get("postgres/database-password")).isEqualTo(all.get("server/database-password"));
        assertThat(all.get("nats/users.conf")).contains(all.get("server/nats-password"));
        assertThat(all.get("valkey/users.conf")).doesNotContain(all.get("server/cache-password"));
    }

    @Test
    void onlyTheUserOfEachFileCanReadIt() throws IOException {
        init();

        for (var name : FILES) {
            assertThat(mode(secrets.resolve(name))).isEqualTo("r--------");
            assertThat(mode(secrets.resolve(name).resolveSibling(""))).isEqualTo("rwx--x--x");
        }
    }

    @Test
    void aFurtherRunKeepsEverything() throws IOException {
        init();
        var before = all();
        Files.createFile(data.resolve("PG_VERSION"));

        assertThat(init()).isEqualTo(ExitCode.DONE);

        assertThat(all()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nats/users.conf",
                "postgres/database-password",
                "postgres/superuser-password",
                "server/cache-password",
                "server/database-password",
                "server/nats-password",
                "valkey/users.conf"
            })
    void whatIsMissingIsMadeAndTheDatabaseKeepsItsPassword(String missing) throws IOException {
        init();
        var before = all();
        Files.createFile(data.resolve("PG_VERSION"));
        Files.delete(secrets.resolve(missing));

        assertThat(init()).isEqualTo(ExitCode.DONE);

        assertThat(all().keySet()).containsExactlyElementsOf(FILES);
        assertThat(all().get("server/database-password")).isEqualTo(before.get("server/database-password"));
        assertThat(all().get("postgres/database-password")).isEqualTo(before.get("server/database-password"));
        assertThat(all().get("nats/users.conf")).contains(all().get("server/nats-password"));
    }

    @Test
    void aDatabaseWhoseSecretsAreGoneIsLeftAlone() throws IOException {
        Files.createFile(data.resolve("PG_VERSION"));

        assertThat(init()).isEqualTo(ExitCode.UNAVAILABLE);

        assertThat(complaint()).contains("secrets", "untouched", "./amityvox stack rekey");
        assertThat(all()).isEmpty();
    }

    @Test
    void anEmptyDiskOfItsOwnIsNoDatabase() throws IOException {
        Files.createDirectory(data.resolve("lost+found"));

        assertThat(init()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void rekeyingThatWasNotFinishedStartsNothing() throws IOException {
        Files.createFile(data.resolve("PG_VERSION"));
        assertThat(init("--rekey", "begin")).isEqualTo(ExitCode.DONE);
        var made = all();

        assertThat(init()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(complaint()).contains("interrupted", "./amityvox stack rekey");

        assertThat(init("--rekey", "begin")).isEqualTo(ExitCode.DONE);
        assertThat(init("--rekey", "end")).isEqualTo(ExitCode.DONE);
        assertThat(init()).isEqualTo(ExitCode.DONE);
        assertThat(all()).containsAllEntriesOf(made);
    }

    @Test
    void aMistypedFolderIsNamed() {
        assertThat(run("--directory", secrets.toString(), "--data", "/no/such/folder"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(complaint()).contains("--data", "/no/such/folder");
    }

    private ExitCode init(String... more) {
        var arguments = new ArrayList<>(List.of("--directory", secrets.toString(), "--data", data.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private ExitCode run(String... options) {
        var arguments = new ArrayList<>(List.of("init-secrets"));
        arguments.addAll(List.of("--server", uid, "--postgres", uid, "--nats", uid, "--valkey", uid));
        arguments.addAll(List.of(options));
        return Main.run(arguments, System.out, new PrintStream(complained, true, StandardCharsets.UTF_8));
    }

    private String complaint() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    private Map<String, String> all() throws IOException {
        var all = new TreeMap<String, String>();
        try (var tree = Files.walk(secrets)) {
            for (var file : tree.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("rekeying")) {
                    all.put(secrets.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return all;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
