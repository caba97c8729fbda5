// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.ZoneId;

/// What holds before [Logs#start]: warnings as text. Logback finds it as a service and then looks for no files, which
/// would take time, and does not fall back to printing everything.
public final class StartupLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var encoder = new TextEncoder(ZoneId.systemDefault(), false);
        Logs.configure(context, encoder, new FileOutputStream(FileDescriptor.err), Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
