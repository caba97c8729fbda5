// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.Registration;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program as a host calls it: what it prints, and the number that it ends with.
class MainTest extends ServerTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @Test
    void withoutACommandItListsThemAndEndsAsAMistake() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);

        assertThat(printed()).contains("serve", "migrate", "admin", "check-config", "doctor", "openapi", "version");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThat(run("serev")).isEqualTo(ExitCode.USAGE);

        assertThat(complaint()).contains("'serev'").contains("--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"serve", "migrate", "admin", "check-config", "doctor", "init-secrets", "openapi", "version"})
    void eachCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isEqualTo(ExitCode.DONE);

        assertThat(printed()).startsWith("Usage: " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "migrate", "check-config", "doctor", "init-secrets", "openapi", "version"})
    void anOptionThatACommandDoesNotKnowIsRefused(String command) {
        assertThat(run(command, "--colour")).isEqualTo(ExitCode.USAGE);

        assertThat(complaint()).contains("--colour");
    }

    @Test
    void aBrokenConfigurationIsToldWholeAndEndsWith78() throws IOException {
        var file = write("""
                [http]
                port = 99999
                [accounts]
                registration = "maybe"
                """);

        assertThat(run("check-config", "--config", file)).isEqualTo(ExitCode.CONFIGURATION);

        assertThat(complaint()).contains("http.port", "accounts.registration");
    }

    @Test
    void aSoundConfigurationIsConfirmed() throws IOException {
        assertThat(run("check-config", "--config=" + write("[http]\nport = 8123\n")))
                .isEqualTo(ExitCode.DONE);

        assertThat(printed()).contains("fine");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsUnavailable() throws IOException {
        var file = write(database(
                new DatabaseTarget("jdbc:postgresql://127.0.0.1:1/amityvox", "amityvox", Secret.of("secret"))));

        assertThat(run("migrate", "--config", file)).isEqualTo(ExitCode.UNAVAILABLE);

        assertThat(complaint())
                .contains("cannot be reached")
                .contains("database.url")
                .doesNotContain("secret");
    }

    @Test
    void theHostMakesAnAdministratorBesideARunningServer() throws IOException {
        var target = SHARED.databases().fresh();
        var running = startServer(target, Registration.INVITE);
        var file = write(database(target));

        assertThat(runWith("a short sentence\n", "admin", "create-user", "host", "--admin", "--config", file))
                .isEqualTo(ExitCode.DONE);

        assertThat(printed()).contains("host can sign in now and is an administrator.");
        var signedIn = running.api()
                .with("username", "host")
                .with("password", "a short sentence")
                .post("/api/v1/auth/login")
                .expect(200);
        assertThat(signedIn.data().at("user", "admin").value()).isEqualTo(true);
        assertThat(running.api()
                        .get("/api/v1/setup")
                        .expect(200)
                        .data()
                        .at("needed")
                        .value())
                .isEqualTo(false);
    }

    @Test
    void aPasswordThatIsTooShortIsExplained() throws IOException {
        var file = write(database(SHARED.databases().fresh()));

        assertThat(runWith("short\n", "admin", "create-user", "host", "--config", file))
                .isEqualTo(ExitCode.USAGE);

        assertThat(complaint()).contains("at least 8 characters");
    }

    private ExitCode run(String... arguments) {
        return runWith("", arguments);
    }

    private ExitCode runWith(String input, String... arguments) {
        var in = System.in;
        var out = System.out;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            return Main.run(List.of(arguments), System.out, new PrintStream(complained, true, StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
    }

    private String write(String... lines) throws IOException {
        return Files.write(directory.resolve("amityvox.toml"), Stream.of(lines).toList())
                .toString();
    }

    private static String database(DatabaseTarget target) {
        return """
                [database]
                url = "%s"
                user = "%s"
                password = "%s"
                """.formatted(target.url(), target.user(), target.password().reveal());
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String complaint() {
        return complained.toString(StandardCharsets.UTF_8);
    }
}
