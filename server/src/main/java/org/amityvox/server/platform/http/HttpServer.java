// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.telemetry.Metrics;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one listener for browsers and programs: the API, sockets, health, and the web client.
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(60);

    /// Requests run on virtual threads; these accept, select and flush.
    private static final int MAX_PLATFORM_THREADS = 8;

    /// With fewer, thousands of clients that come back at once wait for seconds.
    private static final int ACCEPT_QUEUE = 4096;

    private static final int MAX_HEADER_BYTES = 8 << 10;

    /// What one connection may hold before its request is complete. As many are accepted as fit into the memory that
    /// the process may use; others wait in the listen queue.
    private static final int CONNECTION_BYTES = 24 << 10;

    private final HttpSettings settings;
    private final Server server;
    private final ServerConnector connector;

    /// @param routes of all slices
    /// @param health what `GET /ready` reports
    /// @param sockets one for each address that takes WebSockets
    public HttpServer(
            HttpSettings settings,
            Json json,
            Clock clock,
            RateLimiter rateLimiter,
            Authenticator authenticator,
            List<Routes> routes,
            List<HealthCheck> health,
            List<SocketEndpoint> sockets,
            Metrics metrics) {
        this.settings = settings;
        var answers = new CoreAnswers(new Ulids(clock), json);
        var forwarding = new Forwarding(settings);
        var times = metrics.histogram(
                "amityvox_http_request_seconds", "Time from request to answer", "method", "route", "status");
        var api = new ApiServlet(
                json, new Limits(rateLimiter, clock), authenticator, forwarding, new Readiness(health, clock), times);
        var endpoints =
                routes.stream().flatMap(each -> each.endpoints().stream()).toList();
        server = new Server(threads());
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(protocol()));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(IDLE.toMillis());
        if (settings.connectionsPerAddress() > 0) {
            connector.addBean(new ConnectionLimit(settings));
        }
        server.addConnector(connector);
        server.addBean(
                new NetworkConnectionLimit((int) (Runtime.getRuntime().maxMemory() / CONNECTION_BYTES), connector));
        server.setErrorHandler(answers);
        server.setStopTimeout(FINISH_WITHIN.toMillis());
        server.setHandler(new GracefulHandler(new RequestGate(
                answers,
                List.of(
                        new SocketHandler(sockets, settings, forwarding, rateLimiter, answers),
                        new StaticFiles(settings.webDirectory(), answers),
                        context(new ServletHolder(api.servlet(endpoints)), answers)))));
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(MAX_PLATFORM_THREADS, 2);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory()));
        return threads;
    }

    private static HttpConfiguration protocol() {
        var protocol = new HttpConfiguration();
        protocol.setSendServerVersion(false);
        protocol.setSendXPoweredBy(false);
        protocol.setRequestHeaderSize(MAX_HEADER_BYTES);
        return protocol;
    }

    private static ServletContextHandler context(ServletHolder servlet, CoreAnswers answers) {
        var context = new ServletContextHandler("/", false, false);
        context.setErrorHandler(answers);
        context.addServlet(servlet, "/*");
        return context;
    }

    /// @throws HttpListenerException if the port is taken or not permitted, or the address is not
    ///     this machine's
    public void start() {
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            close();
            throw new HttpListenerException(settings.address(), settings.port(), e);
        } catch (Exception e) {
            close();
            throw new IllegalStateException("The HTTP server did not start", e);
        }
    }

    /// The port that it listens on; of interest when any free one was asked for.
    public int port() {
        return connector.getLocalPort();
    }

    /// Accepts nothing more and finishes what was begun, for ten seconds at most.
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            log.atWarn().setCause(e).log("The HTTP server did not stop cleanly");
        }
    }
}
