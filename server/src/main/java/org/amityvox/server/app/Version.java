// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.Objects;

/// Which program this is.
final class Version {
    static final String NAME = "AmityVox";

    private Version() {}

    /// The version of the build, or `development` when it does not run from its jar.
    static String number() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
