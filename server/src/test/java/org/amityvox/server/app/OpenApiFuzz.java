// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.amityvox.server.permissions.Permission;
import org.amityvox.server.platform.config.Registration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests made up from docs/api/openapi.json by Schemathesis, against a running server: none fails on the server, and
/// each is answered as the document says. `./amityvox test --long` runs it.
class OpenApiFuzz extends ServerTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("amityvox.checkout"), "docs", "api", "openapi.json");
    private static final String CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,"
            + "response_headers_conformance,response_schema_conformance";

    /// Ends the caller's session, or takes the ground away from under what follows.
    private static final String FINAL = "/auth/logout|/auth/password|/sessions/|/leave|/transfer";

    @TempDir
    private Path directory;

    @Test
    void everyAnswerIsOneThatTheDocumentNames() throws IOException, InterruptedException {
        var program = System.getProperty("amityvox.schemathesis", "");
        assumeThat(program)
                .as("the path of Schemathesis in amityvox.schemathesis")
                .isNotEmpty();
        var instance = startServer(Registration.OPEN);
        var guild = instance.given().guild();
        var member = guild.member();
        var role = guild.role("fuzzed", Permission.VIEW_CHANNEL);
        var message = instance.given().message(guild);
        var parameters = """
                [parameters]
                "path.guild" = "%s"
                "path.channel" = "%s"
                "path.message" = "%s"
                "path.user" = "%s"
                "path.role" = "%s"
                "path.target" = "%s"
                "path.code" = "%s"
                """.formatted(
                        guild.id(),
                        guild.channel(),
                        message,
                        member.id(),
                        role,
                        role,
                        instance.given().invite(guild).code());
        // What removes the things that the others work on comes by itself, with ids that are made up.
        run(program, instance, guild.owner(), parameters, List.of("--exclude-method", "DELETE"));
        run(program, instance, guild.owner(), parameters, List.of("--include-method", "DELETE"));
        run(program, instance, guild.owner(), "", List.of("--exclude-method", "DELETE"));
        assertThat(instance.api().get("/api/v1/setup").expect(200).data().has("needed"))
                .isTrue();
    }

    private void run(String program, TestInstance instance, Person caller, String parameters, List<String> more)
            throws IOException, InterruptedException {
        var settings = Files.writeString(directory.resolve("schemathesis.toml"), parameters);
        var log = directory.resolve("schemathesis.log");
        var command = new ArrayList<>(List.of(
                program,
                "--config-file",
                settings.toString(),
                "run",
                DOCUMENT.toString(),
                "--url",
                "http://127.0.0.1:" + instance.port(),
                "--header",
                "Authorization: Bearer " + caller.token(),
                "--checks",
                CHECKS,
                "--phases",
                "examples,coverage,fuzzing",
                "--max-examples",
                "60",
                "--seed",
                "4",
                "--exclude-path-regex",
                FINAL,
                "--no-color"));
        command.addAll(more);
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var code = process.waitFor();
        assertThat(code).as(() -> read(log)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
