// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.CommonError;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/// Turns requests at the addresses of [SocketEndpoint]s into WebSockets.
final class SocketHandler extends Handler.Abstract {
    /// Messages up to a quarter of this are gathered into one buffer for one write.
    private static final int OUTPUT_BUFFER_BYTES = 16 << 10;

    private final Map<String, SocketEndpoint> endpoints = new HashMap<>();
    private final HttpSettings settings;
    private final Forwarding forwarding;
    private final RateLimiter rateLimiter;
    private final Origins origins;
    private final CoreAnswers answers;
    private final SocketFlusher flusher = new SocketFlusher();
    private @Nullable WebSocketMappings mappings;

    SocketHandler(
            List<SocketEndpoint> endpoints,
            HttpSettings settings,
            Forwarding forwarding,
            RateLimiter rateLimiter,
            CoreAnswers answers) {
        endpoints.forEach(endpoint -> this.endpoints.put(ApiServlet.PREFIX + endpoint.path(), endpoint));
        this.settings = settings;
        this.forwarding = forwarding;
        this.rateLimiter = rateLimiter;
        this.origins = new Origins(settings);
        this.answers = answers;
    }

    @Override
    protected void doStart() throws Exception {
        var components = new WebSocketComponents(null, null, getServer().getByteBufferPool(), null, null);
        addBean(components, true);
        mappings = new WebSocketMappings(components);
        flusher.start();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        flusher.close();
        super.doStop();
    }

    /// @return false for paths without a socket
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var endpoint = endpoints.get(request.getHttpURI().getCanonicalPath());
        if (endpoint == null || mappings == null) {
            return false;
        }
        if (!request.getMethod().equals("GET")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET");
            answers.write(request, response, callback, ErrorReply.of(CommonError.METHOD_NOT_ALLOWED));
            return true;
        }
        var client = forwarding.client(request);
        if (!origins.allows(request.getHeaders().getValuesList(HttpHeader.ORIGIN), client.authority())) {
            answers.write(request, response, callback, ErrorReply.of(HttpError.ORIGIN_NOT_ALLOWED));
            return true;
        }
        if (!rateLimiter.take(Bucket.UNAUTHENTICATED, client.limitKey()).allowed()) {
            answers.write(request, response, callback, ErrorReply.of(CommonError.RATE_LIMITED));
            return true;
        }
        try {
            var query = QueryString.parse(request.getHttpURI().getQuery());
            var socket = new JettySocket(endpoint, flusher, settings.sockets(), client, query);
            if (!mappings.upgrade(new Negotiator(socket), request, response, callback, null)) {
                response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
                answers.write(request, response, callback, ErrorReply.of(HttpError.UPGRADE_REQUIRED));
            }
        } catch (ApiException e) {
            answers.write(request, response, callback, ErrorReply.of(e));
        }
        return true;
    }

    private final class Negotiator implements WebSocketNegotiator {
        private final JettySocket socket;

        Negotiator(JettySocket socket) {
            this.socket = socket;
        }

        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            // Compression would cost 90 KB for each connection.
            response.setExtensions(List.of());
            return socket;
        }

        @Override
        public void customize(Configuration configuration) {
            // Whoever speaks over the socket notices silence by itself.
            configuration.setIdleTimeout(Duration.ZERO);
            // Messages that are larger come in parts, so that they can be refused without being held in memory.
            configuration.setAutoFragment(true);
            configuration.setMaxFrameSize(settings.sockets().inboundBytes());
            configuration.setMaxTextMessageSize(-1);
            configuration.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        }
    }
}
