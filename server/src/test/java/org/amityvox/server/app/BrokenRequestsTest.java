// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that break HTTP or UTF-8 on a route that reads a body.
class BrokenRequestsTest extends ServerTest {
    private static final String MESSAGES = "/api/v1/channels/{}/messages";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7b22636f6e74656e74223a22ff227d",
                "7b22636f6e74656e74223a22c0af227d",
                "7b22636f6e74656e74223a22eda0bd227d",
                "7b22636f6e74656e74223a22f09f98227d",
                "7b22636f6e74656e74223a2200227d",
                "fffe7b00",
                "1f8b0800",
                "efbbbf"
            })
    void whatIsNotUtf8IsNotStored(String hex) throws IOException {
        var guild = given.guild();

        post(guild, HexFormat.of().parseHex(hex), "").expectError(400, "invalid_request");

        assertThat(api.as(guild.owner())
                        .get(MESSAGES, guild.channel())
                        .expect(200)
                        .data()
                        .list())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: multipart/form-data",
                "Content-Type: application/json; charset=utf-16",
                "Content-Encoding: gzip",
                "Accept: text/html",
                "Accept-Charset: x",
                "Cookie: \u0001=;;;",
                "X-Forwarded-For: nonsense, 999.1.1.1",
                "X-Request-Id: ../../etc",
                "Origin: null",
                "Range: bytes=0-1",
                "If-Match: *",
                "Expect: 200-maybe",
                "Upgrade: h2c",
                "Host: other.example",
                "Transfer-Encoding: identity",
                "Authorization: Bearer other",
                " Folded: x",
                "NoColon",
                ": empty",
                "Bad Name: x",
                "X: \u00ff\u0080"
            })
    void rubbishInHeadersBreaksNothing(String header) throws IOException {
        var guild = given.guild();

        var reply = post(guild, "{\"content\":\"hello\"}".getBytes(StandardCharsets.UTF_8), header + "\r\n");

        assertThat(reply.status()).as(reply.body()).isLessThan(500);
        if (reply.status() >= 400) {
            reply.requireErrorForm();
        }
    }

    @Test
    void headersThatAreTooLongAreRefused() throws IOException {
        var guild = given.guild();

        var reply = post(guild, new byte[] {'{', '}'}, "X: " + "x".repeat(20_000) + "\r\n");

        assertThat(reply.status()).isEqualTo(431);
        reply.requireErrorForm();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET\r\n\r\n",
                "GET /api/v1/setup HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/v1/setup HTTP/1.1\r\n\r\n",
                "GET /api/v1/setup HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\nConnection: close\r\n\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"
            })
    void whatIsNotHttpIsRefusedInOurForm(String request) throws IOException {
        var reply = RawHttp.send(server.port(), request);

        assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
        reply.requireErrorForm();
    }

    @Test
    void aBodyInChunksIsReadLikeAnyOther() throws IOException {
        var guild = given.guild();
        var head = head(guild) + "Transfer-Encoding: chunked\r\n\r\n";

        var small = RawHttp.send(server.port(), head + "9\r\n{\"content\r\n6\r\n\":\"a\"}\r\n0\r\n\r\n");
        var large = RawHttp.send(
                server.port(), head + ("10000\r\n" + "x".repeat(0x10000) + "\r\n").repeat(17) + "0\r\n\r\n");

        small.expect(201);
        large.expectError(413, "payload_too_large");
    }

    private Reply post(World guild, byte[] body, String headers) throws IOException {
        var head = head(guild) + "Content-Length: " + body.length + "\r\n" + headers + "\r\n";
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return RawHttp.send(server.port(), bytes.toByteArray(), head);
    }

    /// The request of somebody who writes a message, up to what describes the body.
    private static String head(World guild) {
        return String.join(
                "\r\n",
                "POST /api/v1/channels/%s/messages HTTP/1.1"
                        .formatted(guild.channel().value()),
                "Host: localhost",
                "Connection: close",
                "Authorization: Bearer " + guild.owner().token(),
                "");
    }
}
