// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

/// How the program ends; the numbers are those of sysexits.h.
enum ExitCode {
    DONE(0),
    USAGE(64),
    UNAVAILABLE(69),
    INTERNAL(70),
    CONFIGURATION(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
