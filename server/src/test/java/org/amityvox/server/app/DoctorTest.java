// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.amityvox.server.platform.db.DatabaseTarget;
import org.amityvox.server.platform.services.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `doctor` says of parts that are well, that are not, and that are not used.
class DoctorTest extends ServerTest {
    @TempDir
    Path directory;

    private final DatabaseTarget target = server.target();

    /// @param code how it ended
    /// @param text all that it printed
    private record Report(ExitCode code, String text) {}

    private Report examine(int port, String settings) throws IOException {
        var config = Files.writeString(directory.resolve("amityvox.toml"), """
                [http]
                port = %d
                [data]
                directory = "data"
                %s""".formatted(port, settings));
        var printed = new ByteArrayOutputStream();
        var out = System.out;
        try (var stream = new PrintStream(printed, true, UTF_8)) {
            System.setOut(stream);
            var code = Main.run(List.of("doctor", "--config", config.toString()), stream, stream);
            return new Report(code, printed.toString(UTF_8));
        } finally {
            System.setOut(out);
        }
    }

    private String database() {
        return """
                [database]
                url = "%s"
                user = "%s"
                password = "%s"
                """.formatted(target.url(), target.user(), target.password().reveal());
    }

    private static String services(String nats, String cache) {
        return """
                [nats]
                url = "%s"
                [cache]
                url = "%s"
                """.formatted(nats, cache);
    }

    @Test
    void whatIsWellIsSaidToBeInOneLineEach() throws IOException {
        try (var nats = TestService.nats();
                var valkey = TestService.valkey()) {
            var report = examine(server.port(), database() + services(nats.url(), valkey.url()));

            assertThat(report.code()).as("%s", report.text()).isEqualTo(ExitCode.DONE);
            assertThat(report.text()
                            .lines()
                            .limit(6)
                            .map(line -> line.split(" {2,}", 2)[0] + " "
                                    + line.substring(10, 26).strip()))
                    .startsWith(
                            "ok database",
                            "ok nats",
                            "ok cache",
                            "ok server",
                            "ok server: database",
                            "ok server: events");
            assertThat(report.text()).endsWith("All is well.%n".formatted());
        }
    }

    @Test
    void whatIsNotUsedOrNotRunningIsNoTrouble() throws IOException {
        var report = examine(1, "");

        assertThat(report.code()).isEqualTo(ExitCode.DONE);
        assertThat(report.text().lines().limit(4)).allMatch(line -> line.startsWith("off "));
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void whatIsGoneIsNamedWithWhatToDo() throws IOException {
        var gone = """
                [database]
                url = "jdbc:postgresql://127.0.0.1:1/amityvox"
                password = "hunter2"
                """;

        var report = examine(1, gone + services("nats://127.0.0.1:1", "redis://127.0.0.1:1"));

        assertThat(report.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(report.text())
                .containsPattern("down +database .*Check database.url")
                .containsPattern("degraded +nats .*check nats.url")
                .containsPattern("degraded +cache .*check cache.url")
                .contains("3 parts need attention.")
                .doesNotContain("hunter2");
    }

    @Test
    void aServerThatHangsIsNotWaitedForForLong() throws IOException {
        try (var nats = TestService.nats();
                var valkey = TestService.valkey()) {
            nats.pause();
            valkey.pause();

            var report = examine(1, database() + services(nats.url(), valkey.url()));

            assertThat(report.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(report.text())
                    .containsPattern("degraded +nats .*does not answer")
                    .containsPattern("degraded +cache .*does not answer");
        }
    }

    @Test
    void somethingElseOnThePortIsTold() throws IOException {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(UTF_8));
            exchange.close();
        });
        other.start();
        try {
            var report = examine(other.getAddress().getPort(), database());

            assertThat(report.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(report.text())
                    .containsPattern("down +server .*Something else")
                    .contains("One part");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aWrongConfigurationEndsAsThat() throws IOException {
        assertThat(examine(99999, "").code()).isEqualTo(ExitCode.CONFIGURATION);
    }
}
