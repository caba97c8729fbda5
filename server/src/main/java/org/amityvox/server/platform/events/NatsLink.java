// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Connection.Status;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.amityvox.server.platform.config.ServerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the connection to NATS is made and kept, and how it is.
final class NatsLink implements ErrorListener {
    private static final Logger log = LoggerFactory.getLogger(NatsLink.class);

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration RETRY_SOONEST = Duration.ofMillis(250);
    private static final int RETRY_DOUBLINGS = 4;

    /// A server that hangs is given up after about three of these.
    private static final Duration PING_INTERVAL = Duration.ofSeconds(2);

    /// Around an IPv6 address in a URL.
    private static final Pattern BRACKETS = Pattern.compile("[\\[\\]]");

    private static final int MAX_PINGS_OUT = 2;
    private static final int MAX_OUTGOING = 1024;
    private static final int MAX_UNREAD = 10_000;
    private static final long MAX_UNREAD_BYTES = 16L << 20;
    private static final String NO_ANSWER = "It does not answer.";

    private final ServerConfig.Nats target;
    private final Runnable onDiscarded;
    private final AtomicBoolean toldOfFailure = new AtomicBoolean();

    private volatile @Nullable Connection connection;
    private volatile boolean listening;
    private volatile boolean closing;
    private volatile String lastProblem = "It was not asked yet.";

    /// @param onDiscarded called for each message that is lost between us and the server
    NatsLink(ServerConfig.Nats target, Runnable onDiscarded) {
        this.target = target;
        this.onDiscarded = onDiscarded;
    }

    /// Tries once. The connection then mends itself, except when it is closed because the server does not let us in
    /// any more.
    ///
    /// @throws IOException if there is no answer in time, or we are not let in
    Connection connect() throws IOException, InterruptedException {
        listening = false;
        lastProblem = NO_ANSWER;
        try {
            var made = Nats.connect(options());
            connection = made;
            return made;
        } catch (AuthenticationException e) {
            throw new IOException(e);
        }
    }

    /// Hands on what is sent to `subjects`, once the server knows that we listen.
    void listen(Connection made, MessageHandler handler, List<String> subjects)
            throws IOException, InterruptedException {
        var dispatcher = made.createDispatcher(handler);
        dispatcher.setPendingLimits(MAX_UNREAD, MAX_UNREAD_BYTES);
        subjects.forEach(dispatcher::subscribe);
        try {
            made.flush(CONNECT_WITHIN);
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
        listening = true;
        isUp();
    }

    private Options options() throws IOException {
        var options = Options.builder()
                .server(target.url())
                .connectionName("AmityVox")
                .connectionTimeout(CONNECT_WITHIN)
                .pingInterval(PING_INTERVAL)
                .maxPingsOut(MAX_PINGS_OUT)
                .maxReconnects(-1)
                .reconnectDelayHandler(tries -> retryAfter((int) Math.min(tries, RETRY_DOUBLINGS)))
                // What was not sent is of no use later; the others have read it from the log by then.
                .reconnectBufferSize(0)
                .maxMessagesInOutgoingQueue(MAX_OUTGOING)
                .discardMessagesWhenOutgoingQueueFull()
                .ignoreDiscoveredServers()
                .noEcho()
                .connectionListener((_, event) -> changed(event))
                .errorListener(this);
        var password = target.password().reveal();
        if (!target.user().isEmpty()) {
            options.userInfo(target.user().toCharArray(), password.toCharArray());
        }
        if (target.url().startsWith("tls:")) {
            try {
                options.sslContext(VerifiedTls.context(SSLContext.getDefault(), host(target.url())));
            } catch (NoSuchAlgorithmException e) {
                throw new IOException(e);
            }
        }
        return options.build();
    }

    private static String host(String url) {
        return BRACKETS.matcher(URI.create(url).getHost()).replaceAll("");
    }

    /// How long to wait after so many failures in a row.
    static Duration retryAfter(int failures) {
        return RETRY_SOONEST.multipliedBy(1L << Math.min(failures, RETRY_DOUBLINGS));
    }

    boolean isConnected() {
        var present = connection;
        return present != null && listening && present.getStatus() == Status.CONNECTED;
    }

    /// What is the matter, in a sentence; empty when all is well.
    Optional<String> problem() {
        return isConnected() ? Optional.empty() : Optional.of(lastProblem);
    }

    /// Called when [#connect] failed.
    void failed(Exception e) {
        lastProblem = problem(e).orElse(lastProblem);
        isDown();
    }

    /// What happens from now on is meant.
    void closing() {
        closing = true;
    }

    private void changed(Events event) {
        switch (event) {
            case RECONNECTED -> isUp();
            case DISCONNECTED -> isDown();
            default -> {}
        }
    }

    private void isUp() {
        if (toldOfFailure.compareAndSet(true, false)) {
            log.atInfo().addKeyValue("server", target.url()).log("NATS answers again");
        }
    }

    private void isDown() {
        if (!closing && toldOfFailure.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("server", target.url())
                    .addKeyValue("problem", lastProblem)
                    .log("NATS is of no use; events of other servers come from the database");
        }
    }

    @Override
    public void exceptionOccurred(Connection affected, Exception e) {
        lastProblem = problem(e).orElse(NO_ANSWER);
        log.atDebug().setCause(e).log("The connection to NATS failed");
    }

    @Override
    public void errorOccurred(Connection affected, String error) {
        lastProblem = refusal(error);
        log.atDebug().addKeyValue("error", error).log("NATS complains");
    }

    @Override
    public void messageDiscarded(Connection affected, Message message) {
        onDiscarded.run();
    }

    @Override
    public void slowConsumerDetected(Connection affected, Consumer consumer) {
        onDiscarded.run();
    }

    private static Optional<String> problem(Exception failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .flatMap(NatsLink::known)
                .findFirst();
    }

    private static Stream<String> known(Throwable cause) {
        return switch (cause) {
            case AuthenticationException _ -> Stream.of(refusal("authorization violation"));
            case UnknownHostException _ -> Stream.of("There is no such host. Check nats.url.");
            case ConnectException _ -> Stream.of("Nobody listens there. Start it, or check nats.url.");
            case SSLException e ->
                Stream.of("TLS fails (%s). Check its certificate, or nats.url.".formatted(e.getMessage()));
            default -> Stream.empty();
        };
    }

    private static String refusal(String error) {
        return error.toLowerCase(Locale.ROOT).contains("auth")
                ? "It does not let us in. Check nats.user and nats.password."
                : "It complains: %s.".formatted(error);
    }
}
