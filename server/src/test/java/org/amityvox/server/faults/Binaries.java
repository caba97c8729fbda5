// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.nio.file.Path;
import org.amityvox.server.platform.db.embedded.TestBinaries;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Where the programs of PostgreSQL are.
final class Binaries implements BeforeAllCallback {
    private Path path = Path.of("");

    @Override
    public void beforeAll(ExtensionContext context) {
        path = TestBinaries.of(context);
    }

    Path path() {
        return path;
    }
}
