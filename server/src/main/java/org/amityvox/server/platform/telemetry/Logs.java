// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import org.amityvox.server.platform.config.LogFormat;
import org.amityvox.server.platform.config.LogLevel;
import org.slf4j.LoggerFactory;

/// Sends log lines to standard error, and so leaves standard output to what a command was asked for.
public final class Logs {
    private static final List<String> TALKATIVE = List.of(
            "com.zaxxer.hikari",
            "io.javalin",
            "io.prometheus",
            "javax.management",
            "jdk.internal.httpclient",
            "org.eclipse.jetty",
            "org.flywaydb",
            "org.postgresql",
            "sun.rmi");

    /// These warn about mistakes of clients, who could fill the disk with that.
    private static final List<String> ABOUT_CLIENTS =
            List.of("org.eclipse.jetty.http.HttpParser", "org.eclipse.jetty.util.HostPort");

    private Logs() {}

    /// Switches to this format and level at once, for all loggers.
    public static void start(LogFormat format, LogLevel level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        configure(context, encoder(format), new FileOutputStream(FileDescriptor.err), Level.valueOf(level.name()));
        JavaLogging.forward();
    }

    static void configure(LoggerContext context, Encoder<ILoggingEvent> encoder, OutputStream out, Level level) {
        context.reset();
        encoder.setContext(context);
        encoder.start();
        var appender = new Lines();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender);
        for (var name : TALKATIVE) {
            quieten(context.getLogger(name), level);
        }
        for (var name : ABOUT_CLIENTS) {
            context.getLogger(name).setLevel(Level.ERROR);
        }
    }

    private static void quieten(Logger logger, Level level) {
        logger.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    }

    private static Encoder<ILoggingEvent> encoder(LogFormat format) {
        return switch (format) {
            case TEXT -> new TextEncoder(ZoneId.systemDefault(), isTerminal() && wantsColor());
            case JSON -> new JsonEncoder();
            case AUTO -> isTerminal() ? encoder(LogFormat.TEXT) : encoder(LogFormat.JSON);
        };
    }

    @SuppressWarnings("SystemConsoleNull") // It is null again in JDK 25 when input or output is no terminal.
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /// The convention of no-color.org.
    private static boolean wantsColor() {
        var refusal = System.getenv("NO_COLOR");
        return refusal == null || refusal.isEmpty();
    }

    private static final class Lines extends OutputStreamAppender<ILoggingEvent> {
        /// Leaves the stream open: standard error belongs to the process, and the next configuration writes to it too.
        @Override
        protected void closeOutputStream() {}
    }
}
