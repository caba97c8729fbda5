// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// One file of the web client with its compressed forms.
///
/// @param path below the web directory, with a slash in front
/// @param hash of the uncompressed content
/// @param forms the file itself under [Encoding#IDENTITY], and those compressed forms that exist
record WebFile(String path, String type, String hash, Map<Encoding, Form> forms) {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain;charset=utf-8"),
            Map.entry("xml", "application/xml"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("gif", "image/gif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ogg", "audio/ogg"));

    /// How content is compressed, the best first.
    enum Encoding {
        BR(".br"),
        GZIP(".gz"),
        IDENTITY("");

        final String suffix;

        Encoding(String suffix) {
            this.suffix = suffix;
        }

        /// As in `Accept-Encoding`.
        String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The bytes of one encoding.
    record Form(Path file, long length) {}

    WebFile {
        forms = Map.copyOf(forms);
    }

    static WebFile read(Path directory, Path file) throws IOException {
        var forms = new EnumMap<Encoding, Form>(Encoding.class);
        for (var encoding : Encoding.values()) {
            var form = file.resolveSibling(file.getFileName() + encoding.suffix);
            if (Files.isRegularFile(form)) {
                forms.put(encoding, new Form(form, Files.size(form)));
            }
        }
        var path = "/" + directory.relativize(file).toString().replace('\\', '/');
        return new WebFile(path, type(path), hash(file), forms);
    }

    boolean isPage() {
        return type.startsWith("text/html");
    }

    /// Identifies these bytes in this encoding (RFC 9110 §8.8.3).
    String etag(Encoding encoding) {
        return '"' + hash + (encoding == Encoding.IDENTITY ? "" : "-" + encoding.token()) + '"';
    }

    private static String type(String path) {
        var extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }

    private static String hash(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[16384];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest.digest())
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
