// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;

/// One verb of the program.
interface Command {
    String name();

    /// One line for the list of commands.
    String summary();

    /// Everything that `--help` says.
    String help();

    /// @param arguments after the verb
    /// @throws Failure if it cannot do what it is asked to
    void run(List<String> arguments);
}
