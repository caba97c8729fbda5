// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.amityvox.server.kernel.CommonError.INVALID_REQUEST;
import static org.amityvox.server.kernel.CommonError.PAYLOAD_TOO_LARGE;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.Checks;
import org.eclipse.jetty.http.HttpException;

/// Reads a body into memory, as far as it is allowed to be large.
final class RequestBody {
    static final int MAX_BYTES = 1 << 20;

    /// A client that is still sending when the connection closes may never see the answer, so a
    /// little more than is allowed is read and thrown away.
    private static final int MAX_DISCARDED_BYTES = 8 << 20;

    private RequestBody() {}

    /// @throws ApiException `payload_too_large` (413), or `invalid_request` (400) when the body
    ///     breaks off
    static byte[] read(HttpServletRequest request) {
        try {
            var in = request.getInputStream();
            var announced = request.getContentLengthLong();
            if (announced <= MAX_BYTES) {
                var bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length <= MAX_BYTES) {
                    return bytes;
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
