// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import io.lettuce.core.RedisCommandExecutionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Says what is the matter with a cache server, and what to do where that is known.
final class CacheProblem {
    private CacheProblem() {}

    static String of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(CacheProblem::known)
                .findFirst()
                .orElse("It does not answer.");
    }

    private static Stream<String> known(Throwable cause) {
        return switch (cause) {
            case RedisCommandExecutionException e -> Stream.of(refusal(Objects.requireNonNullElse(e.getMessage(), "")));
            case UnknownHostException _ -> Stream.of("There is no such host. Check cache.url.");
            case ConnectException _ -> Stream.of("Nobody listens there. Start it, or check cache.url.");
            case SSLException e ->
                Stream.of("TLS fails (%s). Check its certificate, or cache.url.".formatted(e.getMessage()));
            case TimeoutException _ -> Stream.of("It does not answer in time.");
            default -> Stream.empty();
        };
    }

    private static String refusal(String message) {
        var code = message.split(" ", 2)[0];
        return switch (code) {
            case "WRONGPASS", "NOAUTH", "NOPERM" ->
                "It does not let us in (%s). Check cache.user and cache.password; the user needs the keys %s*."
                        .formatted(code, CacheServer.PREFIX);
            case "OOM" -> "Its memory is full. Give it more, or let it evict keys that expire.";
            case "LOADING" -> "It is still loading its data.";
            default -> "It refuses to write (%s).".formatted(code);
        };
    }
}
