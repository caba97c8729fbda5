// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.amityvox.server.kernel.CommonError;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What every request passes first: it gets its id, and its answer gets the headers that all
/// answers have. Then it goes to the part of the server that its path belongs to.
final class RequestGate extends Handler.Sequence {
    /// Others end here: routers further on may remember every name of a method that they ever saw.
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final CoreAnswers answers;

    RequestGate(CoreAnswers answers, List<Handler> parts) {
        super(parts);
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        answers.mark(request, response);
        if (!METHODS.contains(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", new TreeSet<>(METHODS)));
            answers.write(request, response, callback, ErrorReply.of(CommonError.METHOD_NOT_ALLOWED));
            return true;
        }
        return super.handle(request, response, callback);
    }

    static String requestId(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(CoreAnswers.REQUEST_ID));
    }

    static Request request(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request);
    }
}
