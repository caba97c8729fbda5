// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.Checks;
import org.jspecify.annotations.Nullable;

/// The parameters after `?`. Each may be given once.
final class QueryString {
    private final Map<String, String> values = new HashMap<>();

    private QueryString() {}

    /// @throws ApiException `invalid_request` (400) for a parameter that is given twice or is not
    ///     percent-encoded UTF-8
    static QueryString parse(@Nullable String raw) {
        var query = new QueryString();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        var checks = new Checks();
        for (var pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                query.add(pair, checks);
            }
        }
        checks.done();
        return query;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private void add(String pair, Checks checks) {
        var equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
        if (name.isEmpty() || value.isEmpty()) {
            checks.fault(name.orElse(""), "encoding", "Is not percent-encoded UTF-8.");
        } else if (values.putIfAbsent(name.get(), value.get()) != null) {
            checks.fault(name.get(), "once", "Must be given once.");
        }
    }

    private static Optional<String> decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.chars().allMatch(c -> c != '+' && c < 0x80)) {
            return Optional.of(encoded);
        }
        var source = encoded.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(source.length);
        for (var i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                bytes.put(source[i] == '+' ? (byte) ' ' : source[i]);
                continue;
            }
            var value = i + 2 < source.length ? (hex(source[i + 1]) << 4) | hex(source[i + 2]) : -1;
            if (value < 0) {
                return Optional.empty();
            }
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
