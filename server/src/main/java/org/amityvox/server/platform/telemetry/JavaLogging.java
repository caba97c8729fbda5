// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/// Hands on what libraries log through `java.util.logging` (pgjdbc and the Prometheus client do), so that there is one
/// stream of lines in one format.
final class JavaLogging extends Handler {
    private JavaLogging() {
        setFormatter(new SimpleFormatter());
    }

    /// Replaces every other handler. Only INFO and above is handed on: below it, the records are made before anybody
    /// can say that they are not wanted.
    static void forward() {
        var manager = LogManager.getLogManager();
        manager.reset();
        var root = manager.getLogger("");
        root.setLevel(Level.INFO);
        root.addHandler(new JavaLogging());
    }

    @Override
    public void publish(LogRecord record) {
        var name = record.getLoggerName();
        LoggerFactory.getLogger(name == null ? "java.util.logging" : name)
                .atLevel(level(record.getLevel()))
                .setCause(record.getThrown())
                .log(getFormatter().formatMessage(record));
    }

    private static org.slf4j.event.Level level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return org.slf4j.event.Level.ERROR;
        }
        return level.intValue() >= Level.WARNING.intValue() ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
