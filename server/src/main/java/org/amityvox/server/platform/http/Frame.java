// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A text message that is encoded once and sent to any number of sockets without being copied.
public final class Frame {
    private final ByteBuffer utf8;

    private Frame(ByteBuffer utf8) {
        this.utf8 = utf8;
    }

    public static Frame of(String text) {
        return new Frame(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// @param utf8 must not change any more
    public static Frame of(byte[] utf8) {
        return new Frame(ByteBuffer.wrap(utf8));
    }

    /// How many bytes it has.
    public int size() {
        return utf8.remaining();
    }

    /// The bytes, with a position of one's own.
    ByteBuffer bytes() {
        return utf8.duplicate();
    }
}
