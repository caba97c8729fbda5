// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.amityvox.server.kernel.Secret;
import org.amityvox.server.platform.config.ServerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A NATS whose certificate is not trusted, or is somebody else's, is not talked to.
class NatsTlsTest {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "nats";

    @RegisterExtension
    private final NatsBuses buses = new NatsBuses();

    @TempDir
    Path directory;

    private @Nullable SSLContext before;
    private @Nullable Certificate certificate;
    private int port;

    @BeforeEach
    void start() throws Exception {
        before = SSLContext.getDefault();
        var store = directory.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        certificate = keys.getCertificate(ALIAS);
        var key = keys.getKey(ALIAS, PASSWORD.toCharArray());
        var nats = buses.service(
                "--tls",
                "--tlscert",
                pem("CERTIFICATE", certificate.getEncoded()),
                "--tlskey",
                pem("PRIVATE KEY", key.getEncoded()));
        port = nats.port();
    }

    @AfterEach
    void restore() {
        SSLContext.setDefault(before);
    }

    private String pem(String kind, byte[] content) throws IOException {
        var text = "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
        return Files.writeString(directory.resolve(kind + ".pem"), text).toString();
    }

    private void trustTheCertificate() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLContext.setDefault(context);
    }

    private Optional<String> problemWith(String scheme, String host) {
        return NatsEventBus.examine(
                new ServerConfig.Nats("%s://%s:%d".formatted(scheme, host, port), "", Secret.of("")));
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        assertThat(problemWith("tls", "localhost").orElse("")).startsWith("TLS fails");
    }

    @Test
    void aTrustedCertificateOfTheHostIsTaken() throws Exception {
        trustTheCertificate();

        assertThat(problemWith("tls", "localhost")).isEmpty();
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefused() throws Exception {
        trustTheCertificate();

        assertThat(problemWith("tls", "127.0.0.1").orElse("")).startsWith("TLS fails");
    }

    @Test
    void withoutTlsAServerThatDemandsItIsOfNoUse() {
        assertThat(problemWith("nats", "localhost")).isPresent();
    }
}
