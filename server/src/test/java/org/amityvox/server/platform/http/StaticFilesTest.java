// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.amityvox.server.platform.http.TestServer.Setup;
import org.amityvox.server.platform.http.WebFile.Encoding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    private static final String SCRIPT = "/_app/immutable/entry/start.AbC123.js";
    private static final String LARGE = "/_app/immutable/large.bin";
    private static final String ACCEPT_ENCODING = "Accept-Encoding";

    @TempDir
    private static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        var web = directory.resolve("web");
        write(web, "/app.html", "<!doctype html><title>AmityVox</title>");
        write(web, "/app.html.br", "page in brotli");
        write(web, "/login.html", "<!doctype html><title>Log in</title>");
        write(web, SCRIPT, "let x = 'ü';");
        write(web, SCRIPT + ".br", "script in brotli");
        write(web, SCRIPT + ".gz", "script in gzip");
        write(web, LARGE, "0123456789".repeat(300_000));
        write(web, "/empty.txt", "");
        write(web, "/archive.gz", "a file that is not the compressed form of another");
        write(web, "/manifest.webmanifest", "{}");
        write(directory, "/secret.txt", "secret");
        server = Setup.of().web(web).start();
    }

    private static void write(Path root, String path, String text) throws IOException {
        var file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aBuiltFileIsKeptForEver() {
        var reply = server.get(SCRIPT);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("let x = 'ü';");
        assertThat(reply.header("Content-Type")).hasValue("text/javascript;charset=utf-8");
        assertThat(reply.header("Content-Length")).hasValue("13");
        assertThat(reply.header("Cache-Control")).hasValue("public, max-age=31536000, immutable");
        assertThat(reply.header("Vary")).hasValue("Accept-Encoding");
        assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.header("Content-Encoding")).isEmpty();
        assertThat(reply.header("Content-Security-Policy")).isEmpty();
        assertThat(reply.header("Server")).isEmpty();
    }

    @Test
    void otherFilesAreAskedForEachTime() {
        assertThat(server.get("/manifest.webmanifest").header("Cache-Control")).hasValue("no-cache");
        assertThat(server.get("/manifest.webmanifest").header("Content-Type")).hasValue("application/manifest+json");
        assertThat(server.get("/").header("Cache-Control")).hasValue("no-cache");
    }

    @Test
    void largeAndEmptyFilesArriveWhole() {
        assertThat(server.get(LARGE).text()).isEqualTo("0123456789".repeat(300_000));
        assertThat(server.get("/empty.txt").status()).isEqualTo(200);
        assertThat(server.get("/empty.txt").text()).isEmpty();
        assertThat(server.get("/archive.gz").text()).startsWith("a file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "br, gzip | br",
                "gzip, br | br",
                "gzip | gzip",
                "GZIP | gzip",
                "br;q=0.5, gzip;q=0.8 | gzip",
                "br;q=0, gzip | gzip",
                "br;q=0, gzip;q=0 | identity",
                "identity, br;q=0.1 | identity",
                "* | br",
                "*;q=0 | identity",
                "gzip;q=0.001 | gzip",
                "deflate, zstd | identity",
                "br;q=x | identity",
                "'' | identity",
                "; , ;; | identity"
            })
    void theBestAcceptedFormIsChosen(String header, String chosen) {
        var accepted = new AcceptedEncodings(List.of(header));

        assertThat(accepted.choose(EnumSet.allOf(Encoding.class)).token()).isEqualTo(chosen);
        assertThat(accepted.choose(Set.of(Encoding.IDENTITY))).isEqualTo(Encoding.IDENTITY);
    }

    @Test
    void compressedFormsAreSentAsSuch() {
        var brotli = server.get(SCRIPT, ACCEPT_ENCODING, "gzip, br");
        var gzip = server.get(SCRIPT, ACCEPT_ENCODING, "gzip");

        assertThat(brotli.text()).isEqualTo("script in brotli");
        assertThat(brotli.header("Content-Encoding")).hasValue("br");
        assertThat(brotli.header("Content-Type")).hasValue("text/javascript;charset=utf-8");
        assertThat(gzip.text()).isEqualTo("script in gzip");
        assertThat(gzip.header("Content-Encoding")).hasValue("gzip");
        assertThat(Set.of(
                        brotli.header("ETag").orElseThrow(),
                        gzip.header("ETag").orElseThrow(),
                        server.get(SCRIPT).header("ETag").orElseThrow()))
                .hasSize(3);
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() {
        var etag = server.get("/login").header("ETag").orElseThrow();

        for (var known : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
            var reply = server.get("/login", "If-None-Match", known);

            assertThat(reply.status()).as(known).isEqualTo(304);
            assertThat(reply.text()).isEmpty();
            assertThat(reply.header("ETag")).hasValue(etag);
            assertThat(reply.header("Cache-Control")).hasValue("no-cache");
        }
        assertThat(server.get("/login", "If-None-Match", "\"other\"").status()).isEqualTo(200);
        assertThat(server.get("/", "If-None-Match", etag).status()).isEqualTo(200);
    }

    @Test
    void headSaysWhatGetWould() {
        var reply = server.send("HEAD", SCRIPT, "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEmpty();
        assertThat(reply.header("Content-Length")).hasValue("13");
        assertThat(reply.header("ETag")).isEqualTo(server.get(SCRIPT).header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/guilds/01J/channels/02K", "/invite/abc", "/login/", "/user@home", "/%C3%BC"})
    void everyAddressOfTheAppIsItsPage(String path) {
        var reply = server.get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("<title>AmityVox</title>");
        assertThat(reply.header("Content-Type")).hasValue("text/html;charset=utf-8");
    }

    @Test
    void aPageOfItsOwnIsPreferred() {
        assertThat(server.get("/login").text()).contains("Log in");
    }

    @Test
    void aMissingFileIsNotAPage() {
        for (var path : List.of("/favicon.ico", "/_app/immutable/gone.js", "/robots.txt", "/_app/gone")) {
            assertThat(server.get(path, "Accept", "*/*").status()).as(path).isEqualTo(404);
        }
        assertThat(server.get("/_app/immutable/gone.js", "Accept", "text/html").status())
                .isEqualTo(404);
        assertThat(server.get("/invite/v1.0", "Accept", "text/html,*/*").status())
                .isEqualTo(200);
        assertThat(server.get("/favicon.ico").at("error", "code")).isEqualTo("not_found");
    }

    @Test
    void pagesAreProtected() {
        var headers = server.get("/");

        assertThat(headers.header("Content-Security-Policy"))
                .get()
                .asString()
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'")
                .doesNotContain("script-src", "default-src");
        assertThat(headers.header("Cross-Origin-Opener-Policy")).hasValue("same-origin");
        assertThat(headers.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(headers.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.header("Permissions-Policy")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e/secret.txt",
                "/%2e%2e%2fsecret.txt",
                "/_app/../../secret.txt",
                "/_app/..;/..;/secret.txt",
                "/..\\secret.txt",
                "/..%5csecret.txt",
                "//secret.txt",
                "/_app/immutable/%00/../../../secret.txt",
                "/./../secret.txt",
                "/%c0%ae%c0%ae/secret.txt",
                "/%252e%252e/secret.txt",
                "/%ff",
                "/%",
                "/a%00b",
                "/\u00fc",
                "http://x/../secret.txt"
            })
    void nothingOutsideTheDirectoryIsReached(String path) {
        var reply = server.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(reply).matches("(?s)HTTP/1\\.1 (200|4\\d\\d) .*").doesNotContain("secret\r\n", "\r\n\r\nsecret");
    }

    @Test
    void onlyReadingIsPossible() {
        var reply = server.send("POST", "/login", "x");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void withoutAWebClientThePageSaysWhatToDoAndTheApiWorks() throws IOException {
        var empty = Files.createDirectories(directory.resolve("empty"));
        for (var missing : Arrays.asList(empty, directory.resolve("missing"))) {
            try (var bare = Setup.of().web(missing).start()) {
                assertThat(bare.get("/").status()).isEqualTo(503);
                assertThat(bare.get("/").text()).contains("./amityvox build");
                assertThat(bare.get("/").header("Content-Type")).hasValue("text/plain;charset=utf-8");
                assertThat(bare.get("/health").status()).isEqualTo(200);
            }
        }
    }
}
