// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import java.util.Set;
import org.amityvox.server.platform.config.LogLevel;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.telemetry.Logs;

/// Says how every part of an instance is, and what to do about those that are not well.
final class DoctorCommand implements Command {
    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "Say how every part is, and what to do";
    }

    @Override
    public String help() {
        return """
                Usage: doctor [--config FILE]

                Reads the configuration and asks the database, NATS, the cache server and, where one
                runs, the server itself how they are. One line a part: ok, off (not used), degraded
                (works without it) or down, and what to do. Starts and changes nothing. Ends with 0
                when all is well, 69 when something is degraded or down, 78 when the configuration
                is wrong.
                """;
    }

    @Override
    public void run(List<String> arguments) {
        var parsed = Arguments.parse(arguments, Set.of("--config"), Set.of()).requireWords(0, "doctor [--config FILE]");
        var config = ServerConfig.load(parsed.config(), System.getenv());
        // The findings say what is the matter; the libraries would say it once more.
        Logs.start(config.log().format(), LogLevel.ERROR);
        var findings = new Examination(config).findings();
        findings.forEach(finding -> System.out.println(finding.line()));
        var troubles = findings.stream().filter(Finding::isTrouble).count();
        if (troubles > 0) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    troubles == 1 ? "One part needs attention." : troubles + " parts need attention.");
        }
        System.out.println("All is well.");
    }
}
