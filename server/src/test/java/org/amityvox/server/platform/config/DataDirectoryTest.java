// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataDirectoryTest {
    @Test
    void rootKeepsDataWithTheSystem() {
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "/x"), "root", "/root"))
                .isEqualTo(Path.of("/var/lib/amityvox"));
    }

    @Test
    void othersKeepItWhereTheirDesktopSays() {
        assertThat(DataDirectory.standard(Map.of(), "ada", "/home/ada"))
                .isEqualTo(Path.of("/home/ada/.local/share/amityvox"));
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "/mnt/data"), "ada", "/home/ada"))
                .isEqualTo(Path.of("/mnt/data/amityvox"));
    }

    @Test
    void aRelativeFolderOfTheDesktopIsIgnored() {
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "data"), "ada", "/home/ada"))
                .isEqualTo(Path.of("/home/ada/.local/share/amityvox"));
    }
}
