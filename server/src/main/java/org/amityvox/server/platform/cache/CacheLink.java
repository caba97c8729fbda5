// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.amityvox.server.platform.config.ServerConfig;

/// How connections to the cache server are made: quickly or not at all, with little waiting in line.
final class CacheLink implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    /// Around an IPv6 address in a URL.
    private static final Pattern BRACKETS = Pattern.compile("[\\[\\]]");

    private static final int STANDARD_PORT = 6379;
    private static final int MAX_IN_FLIGHT = 1024;
    private static final int THREADS = 2;

    private final ClientResources resources;
    private final RedisClient client;

    CacheLink(ServerConfig.Cache target) {
        resources = ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                .build();
        client = RedisClient.create(resources, uri(target));
        client.setOptions(ClientOptions.builder()
                // Connections are made anew by CacheServer, which knows when one is no use any more.
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_IN_FLIGHT)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_WITHIN)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .build());
    }

    private static RedisURI uri(ServerConfig.Cache target) {
        var url = URI.create(target.url());
        var uri = RedisURI.builder()
                .withHost(BRACKETS.matcher(url.getHost()).replaceAll(""))
                .withPort(url.getPort() < 0 ? STANDARD_PORT : url.getPort())
                .withSsl(url.getScheme().equalsIgnoreCase("rediss"))
                .withTimeout(CONNECT_WITHIN);
        var password = target.password().reveal();
        if (password.isEmpty()) {
            return uri.build();
        }
        return target.user().isEmpty()
                ? uri.withPassword(password.toCharArray()).build()
                : uri.withAuthentication(target.user(), password.toCharArray()).build();
    }

    /// @throws io.lettuce.core.RedisException if nobody answers in time, or we are not let in
    StatefulRedisConnection<String, String> connect() {
        return client.connect();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, CONNECT_WITHIN);
        resources
                .shutdown(0, CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CONNECT_WITHIN.toMillis());
    }
}
