// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A Lua program that the cache server runs in one atomic step.
///
/// It must name every key in `KEYS`, and must run alike in Lua 5.1 (Valkey, Redis) and 5.4 (DragonflyDB): no integer
/// division, and `string.format('%.0f', n)` for numbers of more than 14 digits.
///
/// @param digest by which the server knows it
public record CacheScript(String text, String digest) {
    public static CacheScript of(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return new CacheScript(text, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
