// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.platform.http.WebFile.Encoding;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The web client. Which files exist is found out once, at the start: a request looks its path up
/// in that table and never touches the file system with it. The files must not change while the
/// server runs.
///
/// The browser part is one page that draws every address, so an unknown address that looks like a
/// page gets that page.
final class StaticFiles extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(StaticFiles.class);

    private static final String APP = "/app.html";
    private static final String IMMUTABLE = "/_app/immutable/";
    private static final String BUILD_OUTPUT = "/_app/";
    private static final int BUFFER_BYTES = 32 << 10;

    /// What the page itself cannot say in its own policy, and bounds for the rest. Scripts are left
    /// to the page: it knows the hashes of its inline script, and a policy here that did not would
    /// forbid it (as `default-src` would).
    private static final String CONTENT_POLICY = String.join(
            "; ",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
            "frame-src 'none'",
            "connect-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "worker-src 'self'",
            "manifest-src 'self'");

    private static final String PERMISSIONS =
            "camera=(self), microphone=(self), display-capture=(self), geolocation=(),"
                    + " payment=(), usb=(), serial=(), midi=()";

    private static final String NOT_BUILT = """
            The web client is not built, so there is nothing to show here. The API works.

            In a checkout, run:  ./amityvox build
            Then start the server again. If the web client lies elsewhere, name its directory in http.web_directory.
            """;

    private final Map<String, WebFile> files;
    private final CoreAnswers answers;

    StaticFiles(Path directory, CoreAnswers answers) {
        this.files = index(directory);
        this.answers = answers;
        if (files.isEmpty()) {
            log.atWarn().addKeyValue("directory", directory).log("There is no web client in its directory");
        }
    }

    private static Map<String, WebFile> index(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Map.of();
        }
        try (var tree = Files.walk(directory)) {
            var files = new HashMap<String, WebFile>();
            for (var file : tree.filter(Files::isRegularFile).toList()) {
                if (!isCompressedForm(file)) {
                    var webFile = WebFile.read(directory, file);
                    files.put(webFile.path(), webFile);
                }
            }
            return files.containsKey(APP) ? Map.copyOf(files) : Map.of();
        } catch (IOException e) {
            log.atError().setCause(e).log("The web client cannot be read");
            return Map.of();
        }
    }

    private static boolean isCompressedForm(Path file) {
        var name = String.valueOf(file.getFileName());
        return List.of(Encoding.BR, Encoding.GZIP).stream()
                .filter(encoding -> name.endsWith(encoding.suffix))
                .anyMatch(encoding ->
                        Files.exists(file.resolveSibling(name.substring(0, name.length() - encoding.suffix.length()))));
    }

    /// @return false for paths that are not the web client's
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var path = Optional.ofNullable(request.getHttpURI().getCanonicalPath()).orElse("/");
        if (belongsToTheServer(path)) {
            return false;
        }
        if (!Set.of("GET", "HEAD").contains(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            answers.write(request, response, callback, ErrorReply.of(CommonError.METHOD_NOT_ALLOWED));
            return true;
        }
        if (files.isEmpty()) {
            sayNotBuilt(response, callback);
            return true;
        }
        find(path, request.getHeaders())
                .ifPresentOrElse(
                        file -> send(file, request, response, callback),
                        () -> answers.write(request, response, callback, ErrorReply.of(CommonError.NOT_FOUND)));
        return true;
    }

    private static boolean belongsToTheServer(String path) {
        return path.equals("/api") || path.startsWith("/api/") || path.equals("/health") || path.equals("/ready");
    }

    private Optional<WebFile> find(String path, HttpFields headers) {
        var exact = files.get(path.equals("/") ? "/index.html" : path);
        if (exact != null) {
            return Optional.of(exact);
        }
        var page = files.get(path + ".html");
        if (page != null) {
            return Optional.of(page);
        }
        return looksLikePage(path, headers) ? Optional.ofNullable(files.get(APP)) : Optional.empty();
    }

    private static boolean looksLikePage(String path, HttpFields headers) {
        if (path.startsWith(BUILD_OUTPUT)) {
            return false;
        }
        return path.indexOf('.', path.lastIndexOf('/')) < 0
                || headers.getValuesList(HttpHeader.ACCEPT).stream().anyMatch(value -> value.contains("text/html"));
    }

    private static void send(WebFile file, Request request, Response response, Callback callback) {
        var accepted = new AcceptedEncodings(request.getHeaders().getValuesList(HttpHeader.ACCEPT_ENCODING));
        var encoding = accepted.choose(file.forms().keySet());
        var form = Optional.ofNullable(file.forms().get(encoding)).orElseThrow();
        var etag = file.etag(encoding);
        var headers = response.getHeaders();
        headers.put(HttpHeader.ETAG, etag);
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        headers.put(
                HttpHeader.CACHE_CONTROL,
                file.path().startsWith(IMMUTABLE) ? "public, max-age=31536000, immutable" : "no-cache");
        protect(file, headers);
        if (isKnown(etag, request)) {
            response.setStatus(304);
            response.write(true, ByteBuffer.allocate(0), callback);
            return;
        }
        headers.put(HttpHeader.CONTENT_TYPE, file.type());
        headers.put(HttpHeader.CONTENT_LENGTH, form.length());
        if (encoding != Encoding.IDENTITY) {
            headers.put(HttpHeader.CONTENT_ENCODING, encoding.token());
        }
        if (request.getMethod().equals("HEAD") || form.length() == 0) {
            response.write(true, ByteBuffer.allocate(0), callback);
            return;
        }
        var buffers = new ByteBufferPool.Sized(request.getComponents().getByteBufferPool(), true, BUFFER_BYTES);
        Content.copy(Content.Source.from(buffers, form.file(), 0, form.length()), response, callback);
    }

    private static boolean isKnown(String etag, Request request) {
        return request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(value -> value.strip().replaceFirst("^W/", ""))
                .anyMatch(value -> value.equals(etag) || value.equals("*"));
    }

    private static void protect(WebFile file, HttpFields.Mutable headers) {
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        if (file.isPage()) {
            headers.put("Content-Security-Policy", CONTENT_POLICY);
            headers.put("Cross-Origin-Opener-Policy", "same-origin");
            headers.put("Permissions-Policy", PERMISSIONS);
        }
    }

    private static void sayNotBuilt(Response response, Callback callback) {
        response.setStatus(503);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(NOT_BUILT.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
