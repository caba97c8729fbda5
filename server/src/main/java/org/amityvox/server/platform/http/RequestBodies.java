// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.amityvox.server.kernel.CommonError.INVALID_REQUEST;
import static org.amityvox.server.kernel.CommonError.PAYLOAD_TOO_LARGE;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.Checks;
import org.eclipse.jetty.http.HttpException;

/// Reads bodies into memory, as far as they are allowed to be large. Few are larger than the longest message, so
/// only few of those are read at the same time: whoever sends many of them slowly fills no memory.
final class RequestBodies {
    static final int MAX_BYTES = 1 << 20;

    /// The longest message with every character escaped has 48 KB.
    private static final int USUAL_BYTES = 64 << 10;

    private static final int MAX_LARGE_AT_ONCE = 8;

    /// A client that is still sending when the connection closes may never see the answer, so a
    /// little more than is allowed is read and thrown away.
    private static final int MAX_DISCARDED_BYTES = 8 << 20;

    private final Semaphore large = new Semaphore(MAX_LARGE_AT_ONCE);

    /// @throws ApiException `payload_too_large` (413), `invalid_request` (400) when the body breaks off,
    ///     `too_many_large_bodies` (503)
    byte[] read(HttpServletRequest request) {
        try {
            var in = request.getInputStream();
            var announced = request.getContentLengthLong();
            if (announced <= MAX_BYTES) {
                var bytes = in.readNBytes(USUAL_BYTES);
                if (bytes.length < USUAL_BYTES) {
                    return bytes;
                }
                var whole = whole(bytes, in);
                if (whole.length <= MAX_BYTES) {
                    return whole;
                }
            }
            if (announced <= MAX_DISCARDED_BYTES) {
                discard(in);
            }
            throw PAYLOAD_TOO_LARGE.exception();
        } catch (IOException | HttpException.RuntimeException _) {
            throw INVALID_REQUEST.exception(
                    "fields", List.of(new Checks.Fault("", "complete", "The body broke off or is not valid HTTP.")));
        }
    }

    private byte[] whole(byte[] beginning, InputStream in) throws IOException {
        if (!large.tryAcquire()) {
            throw HttpError.TOO_MANY_LARGE_BODIES.exception();
        }
        try {
            var rest = in.readNBytes(MAX_BYTES + 1 - beginning.length);
            var whole = Arrays.copyOf(beginning, beginning.length + rest.length);
            System.arraycopy(rest, 0, whole, beginning.length, rest.length);
            return whole;
        } finally {
            large.release();
        }
    }

    private static void discard(InputStream in) throws IOException {
        var buffer = new byte[8192];
        var left = MAX_DISCARDED_BYTES;
        while (left > 0) {
            var read = in.read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }
}
