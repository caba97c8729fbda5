// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/configuration.md is generated: run this test with `-Damityvox.write=true` after a change of the settings.
class ConfigurationPageTest {
    private static final String HEAD = """
            <!-- SPDX-License-Identifier: AGPL-3.0-only -->
            <!-- Generated from ServerSettings by ConfigurationPageTest with -Damityvox.write=true. -->
            # Configuration

            The server reads one TOML file and the environment. Without either it runs on the defaults below.
            [amityvox.example.toml](../deploy/amityvox.example.toml) is a complete file to start from;
            `amityvox check-config` names every problem at once.

            A variable wins over the file. Its name with `_FILE` after it, such as `AMITYVOX_DATABASE_PASSWORD_FILE`, holds the
            path of a file with the value instead; one line end at its end does not count. In a variable the parts of a list are
            separated by commas. A variable that is set but empty is an empty value.
            """;

    @Test
    void thePageIsGeneratedFromTheSettings() throws IOException {
        var page = Path.of(System.getProperty("amityvox.checkout"), "docs", "configuration.md");

        if (Boolean.getBoolean("amityvox.write")) {
            Files.writeString(page, text());
        }

        assertThat(page).hasContent(text());
    }

    private static String text() {
        var sections = ServerConfig.settings().stream().map(Setting::section).distinct();
        return HEAD + sections.map(ConfigurationPageTest::table).collect(Collectors.joining());
    }

    private static String table(String section) {
        var head = "\n## `[" + section
                + "]`\n\n| key | variable | default | must be | meaning |\n| --- | --- | --- | --- | --- |\n";
        return ServerConfig.settings().stream()
                .filter(setting -> setting.section().equals(section))
                .map(ConfigurationPageTest::row)
                .collect(Collectors.joining("", head, ""));
    }

    private static String row(Setting setting) {
        var standard = setting.standard().contains("`") ? setting.standard() : "`" + setting.standard() + "`";
        return "| `%s` | `%s` | %s | %s | %s |\n"
                .formatted(setting.key(), setting.variable(), standard, setting.rule(), setting.meaning());
    }
}
