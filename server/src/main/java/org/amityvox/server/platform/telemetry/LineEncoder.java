// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns an event into bytes on the thread that logs, where the context of the request is still known.
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];

    /// The event with its line end.
    abstract String line(ILoggingEvent event);

    @Override
    public final byte[] encode(ILoggingEvent event) {
        return line(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public final byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public final byte[] footerBytes() {
        return NOTHING;
    }

    static @Nullable RequestContext context() {
        return RequestContext.CURRENT.isBound() ? RequestContext.CURRENT.get() : null;
    }

    static String message(ILoggingEvent event) {
        return String.valueOf(event.getFormattedMessage());
    }

    /// The key-value pairs in their order; of two with the same key the last.
    static Map<String, @Nullable Object> pairs(ILoggingEvent event) {
        var pairs = new LinkedHashMap<String, @Nullable Object>();
        var given = event.getKeyValuePairs();
        if (given != null) {
            given.forEach(pair -> pairs.put(String.valueOf(pair.key), pair.value));
        }
        return pairs;
    }

    /// What happened, its causes, and where; several lines.
    static @Nullable String stack(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        return thrown == null ? null : ThrowableProxyUtil.asString(thrown);
    }
}
