// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

class ExampleConfigTest {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("amityvox.checkout"), "deploy", "amityvox.example.toml");

    @Test
    void theExampleNamesEverySettingAndNoOther() throws IOException {
        var known = ServerConfig.settings().stream().map(Setting::key).collect(Collectors.toSet());

        assertThat(Toml.parse(EXAMPLE).dottedKeySet()).isEqualTo(known);
    }

    @Test
    void theExampleShowsTheDefaults() {
        var example = ServerConfig.load(Optional.of(EXAMPLE), Map.of());
        var nothing = ServerConfig.load(Optional.empty(), Map.of("AMITYVOX_DATA_DIRECTORY", "/var/lib/amityvox"));

        assertThat(example).isEqualTo(nothing);
    }

    @Test
    void theExampleExplainsEverySetting() throws IOException {
        var lines = Files.readAllLines(EXAMPLE);
        var unexplained = IntStream.range(1, lines.size())
                .filter(i -> lines.get(i).matches("[a-z_]+ = .*"))
                .filter(i -> !lines.get(i - 1).startsWith("#"))
                .mapToObj(lines::get)
                .collect(Collectors.toSet());

        assertThat(unexplained).isEqualTo(Set.of());
    }
}
