// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.services;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// What deploy/testing/services.sh installs, and how it is started for a test.
enum ServiceProgram {
    NATS("nats-server", "nats", "", "(?s)INFO.*") {
        @Override
        List<String> options(int port, Path directory) {
            return List.of("--addr", "127.0.0.1", "--port", Integer.toString(port));
        }
    },
    VALKEY("valkey-server", "redis", "PING\r\n", "(?s)(\\+PONG|-NOAUTH).*") {
        @Override
        List<String> options(int port, Path directory) {
            return redis(port, directory);
        }
    },
    REDIS("redis-server", "redis", "PING\r\n", "(?s)(\\+PONG|-NOAUTH).*") {
        @Override
        List<String> options(int port, Path directory) {
            return redis(port, directory);
        }
    };

    private static final Path INSTALLED =
            Path.of(System.getProperty("amityvox.checkout"), ".amityvox", "services", "bin");

    private final String file;
    private final String scheme;
    private final String question;
    private final String answer;

    /// @param question what is written to it when one asks whether it is there
    /// @param answer a pattern of what it says then
    ServiceProgram(String file, String scheme, String question, String answer) {
        this.file = file;
        this.scheme = scheme;
        this.question = question;
        this.answer = answer;
    }

    abstract List<String> options(int port, Path directory);

    private static List<String> redis(int port, Path directory) {
        return List.of(
                "--bind", "127.0.0.1", "--port", Integer.toString(port), "--dir", directory.toString(), "--save", "");
    }

    /// The command line. Without the program the test is skipped, or fails where nobody would notice that.
    List<String> command(int port, Path directory, List<String> more) {
        var program = INSTALLED.resolve(file);
        if (!Files.isExecutable(program)) {
            var sentence = "%s is not there; deploy/testing/services.sh installs it".formatted(file);
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(sentence);
            }
            Assumptions.abort(sentence);
        }
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(options(port, directory));
        command.addAll(more);
        return command;
    }

    String url(int port) {
        return "%s://127.0.0.1:%d".formatted(scheme, port);
    }

    byte[] question() {
        return question.getBytes(StandardCharsets.US_ASCII);
    }

    boolean isAnswer(String text) {
        return text.matches(answer);
    }
}
