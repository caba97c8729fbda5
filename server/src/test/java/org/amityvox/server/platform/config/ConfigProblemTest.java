// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http.address                  | 5
            http.address                  | "not an address"
            http.address                  | "256.1.1.1"
            http.address                  | ""
            http.port                     | "8080"
            http.port                     | 80.5
            http.port                     | -1
            http.port                     | 65536
            http.port                     | 99999999999
            http.public_url               | "chat.example.org"
            http.public_url               | "ftp://chat.example.org"
            http.public_url               | "https://chat.example.org/app"
            http.public_url               | "https://chat.example.org?x=1"
            http.public_url               | "https://chat.example.org#x"
            http.public_url               | "https://me:secret@chat.example.org"
            http.public_url               | "https://chat.example.org:70000"
            http.public_url               | "https://"
            http.public_url               | "https://a b"
            http.trusted_proxies          | "10.0.0.1"
            http.trusted_proxies          | [1]
            http.trusted_proxies          | ["10.0.0.0/33"]
            http.trusted_proxies          | ["10.0.0.0/-1"]
            http.trusted_proxies          | ["10.0.0.0/"]
            http.trusted_proxies          | ["10.0.0.5/8"]
            http.trusted_proxies          | ["fd00::/129"]
            http.trusted_proxies          | ["10.1"]
            http.trusted_proxies          | ["proxy.example"]
            http.trusted_proxies          | ["fe80::1%eth0"]
            http.allowed_origins          | ["null"]
            http.allowed_origins          | ["*"]
            http.web_directory            | "~/web"
            http.web_directory            | "a\\u0000b"
            database.url                  | "postgres://db/chat"
            database.url                  | "jdbc:postgresql://db"
            database.url                  | "jdbc:postgresql://me:secret@db/chat"
            database.url                  | "jdbc:postgresql://db/chat?ssl=true&Password=secret"
            database.user                 | ""
            database.password             | 5
            database.pool_size            | 0
            nats.url                      | "localhost:4222"
            nats.url                      | "http://localhost:4222"
            nats.url                      | "nats://me:secret@localhost"
            nats.url                      | "nats://localhost:0"
            nats.url                      | "nats://localhost:65536"
            nats.url                      | "nats://localhost/subject"
            nats.url                      | "nats://a,nats://b"
            nats.user                     | "chat"
            nats.password                 | 5
            cache.url                     | "localhost"
            cache.url                     | "nats://localhost"
            cache.url                     | "redis://:secret@localhost"
            cache.url                     | "redis://localhost/1"
            cache.url                     | "redis://localhost?timeout=1s"
            cache.user                    | "chat"
            cache.password                | "secret"
            data.directory                | true
            accounts.registration         | "everyone"
            accounts.password_memory_kib  | 8
            accounts.password_iterations  | 0
            accounts.password_parallelism | 0
            limits.scale                  | -0.5
            limits.scale                  | nan
            limits.scale                  | inf
            limits.scale                  | "1"
            events.retention              | "59m"
            events.retention              | "366d"
            events.retention              | "7 days"
            events.retention              | 7
            events.retention              | 07:00:00
            metrics.port                  | 8080
            log.format                    | "xml"
            log.level                     | { a = 1 }
            """)
    void aValueOutsideTheRuleIsNamedWithItsLine(String key, String value) throws IOException {
        var section = key.substring(0, key.indexOf('.'));
        var name = key.substring(key.indexOf('.') + 1);

        var problems = problemsOf("# comment\n[%s]\n%s = %s\n".formatted(section, name, value));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(key);
            assertThat(problem.where()).isEqualTo(folder.resolve("amityvox.toml") + ":3");
            assertThat(problem.rule()).startsWith("must ");
            assertThat(problem.fix()).endsWith(".");
        });
    }

    @Test
    void allProblemsComeAtOnce() throws IOException {
        var file = write("""
                colour = "red"

                [http]
                port = 70000
                prot = 1

                [databse]
                url = ""
                """);

        var thrown = thrown(
                Optional.of(file),
                Map.of(
                        "AMITYVOX_HTTP_ADRESS", "x",
                        "AMITYVOX_LOG_LEVEL", "loud",
                        "AMITYVOX_DATABASE_USER", "a",
                        "AMITYVOX_DATABASE_USER_FILE", "b",
                        "AMITYVOX_DATABASE_PASSWORD_FILE",
                                folder.resolve("gone").toString()));

        assertThat(thrown.problems())
                .extracting(Problem::path, problem -> problem.where().replace(file.toString(), "file"))
                .containsExactlyInAnyOrder(
                        tuple("http.port", "file:4"),
                        tuple("database.user", "AMITYVOX_DATABASE_USER"),
                        tuple("database.password", "AMITYVOX_DATABASE_PASSWORD_FILE"),
                        tuple("log.level", "AMITYVOX_LOG_LEVEL"),
                        tuple("colour", "file:1"),
                        tuple("http.prot", "file:5"),
                        tuple("databse", "file:7"),
                        tuple("", "AMITYVOX_HTTP_ADRESS"));
        assertThat(thrown)
                .hasMessageStartingWith("The configuration has 8 problems:\n")
                .hasMessageContaining("  http.port (" + file + ":4)\n    must be a whole number from 0 to 65535\n"
                        + "    Write for example port = 8080.\n")
                .hasMessageContaining("Did you mean http.port?")
                .hasMessageContaining("Did you mean database?")
                .hasMessageContaining("Did you mean AMITYVOX_HTTP_ADDRESS?");
    }

    @Test
    void errorsOfSyntaxAreNamedWithLineAndColumnAndDoNotHideOthers() throws IOException {
        var file = write("[htp]\nx = 1\n[http]\nport = = 5\naddress = \"\"\n[log\nlevle = 1\n");

        var thrown = thrown(Optional.of(file), Map.of("AMITYVOX_EVENTS_RETENTION", "1s"));

        assertThat(thrown.problems())
                .extracting(Problem::where)
                .containsExactlyInAnyOrder(
                        file + ":1", file + ":4:8", file + ":6:5", file + ":5", "AMITYVOX_EVENTS_RETENTION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = hunter2",
                "password = \"hunter2\\q\"",
                "password = 'x'hunter2",
                "password = [\"hunter2\"]",
                "password = \"x\"\npassword = \"hunter2\"",
                "password = \"hunter2\"",
                "url = \"jdbc:postgresql://hunter2@db/x\"",
                "pasword = \"hunter2\"",
                "password = { hunter2 = 1 }",
            })
    void noMessageRepeatsAValue(String line) throws IOException {
        var file = write("[database]\n" + line + "\n");

        var thrown = thrown(Optional.of(file), Map.of("AMITYVOX_DATABASE_POOL_SIZE", "hunter2"));

        assertThat(thrown.getMessage()).doesNotContain("hunter2").doesNotContain("hunt");
    }

    @Test
    void aSectionWrittenAsAValueIsToldSo() throws IOException {
        assertThat(problemsOf("http = 5\n")).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("http");
            assertThat(problem.rule()).isEqualTo("must be a section");
        });
        assertThat(problemsOf("[[log]]\nlevel = \"info\"\n"))
                .singleElement()
                .extracting(Problem::path)
                .isEqualTo("log");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        var binary = Files.write(folder.resolve("binary.toml"), "a = \"ä\"".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(thrown(Optional.of(folder.resolve("gone.toml")), Map.of()).problems())
                .containsExactly(new Problem(
                        "",
                        folder.resolve("gone.toml").toString(),
                        "must exist",
                        "Check the path, or start without a configuration file."));
        assertThat(thrown(Optional.of(folder), Map.of()).problems()).hasSize(1);
        assertThat(thrown(Optional.of(binary), Map.of()).getMessage()).contains("UTF-8");
    }

    @Test
    void aVariableThatNamesAnUnusableFileIsNamed() throws IOException {
        var huge = Files.write(folder.resolve("huge"), new byte[70_000]);
        var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF});

        for (var path : List.of(huge.toString(), binary.toString(), folder.toString(), "")) {
            assertThat(thrown(Optional.empty(), Map.of("AMITYVOX_LOG_LEVEL_FILE", path))
                            .problems())
                    .singleElement()
                    .extracting(Problem::where)
                    .isEqualTo("AMITYVOX_LOG_LEVEL_FILE");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AMITYVOX_HTTP_PORT,''",
        "AMITYVOX_HTTP_PORT,0x50",
        "AMITYVOX_LIMITS_SCALE,\"1,5\"",
        "AMITYVOX_LIMITS_SCALE,NaN"
    })
    void aVariableThatIsNoNumberIsNamed(String name, String value) {
        assertThat(thrown(Optional.empty(), Map.of(name, value)).problems())
                .singleElement()
                .extracting(Problem::where)
                .isEqualTo(name);
    }

    @Test
    void aPasswordForTheDatabaseOfTheServerItselfIsRefused() throws IOException {
        assertThat(problemsOf("[database]\npassword = \"hunter2\"\n"))
                .singleElement()
                .extracting(Problem::path)
                .isEqualTo("database.password");
        assertThat(problemsOf("[database]\nurl = \"db\"\npassword = \"hunter2\"\n"))
                .singleElement()
                .extracting(Problem::path)
                .isEqualTo("database.url");
    }

    @Test
    void namesCannotCommandTheTerminal() {
        var thrown = thrown(Optional.empty(), Map.of("AMITYVOX_HTTP_\u001b[2J\nport", "x"));

        assertThat(thrown.getMessage()).contains("AMITYVOX_HTTP_?[2J?port").doesNotContain("\u001b");
    }

    private List<Problem> problemsOf(String toml) throws IOException {
        return thrown(Optional.of(write(toml)), Map.of()).problems();
    }

    private static Tuple tuple(String path, String where) {
        return Tuple.tuple(path, where);
    }

    private static ConfigException thrown(Optional<Path> file, Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> ServerConfig.load(file, environment));
    }

    private Path write(String toml) throws IOException {
        return Files.writeString(folder.resolve("amityvox.toml"), toml);
    }
}
