// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
    @TempDir
    private Path folder;

    @Test
    void nothingSetMeansTheDefaults() {
        var config = ServerConfig.load(Optional.empty(), Map.of());

        assertThat(config.http().address()).isEqualTo("0.0.0.0");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().publicUrl()).isEmpty();
        assertThat(config.http().trustedProxies()).isEmpty();
        assertThat(config.http().allowedOrigins()).isEmpty();
        assertThat(config.http().webDirectory()).isNull();
        assertThat(config.database().embedded()).isTrue();
        assertThat(config.database().user()).isEqualTo("amityvox");
        assertThat(config.database().poolSize()).isEqualTo(6);
        assertThat(config.nats().used()).isFalse();
        assertThat(config.cache().used()).isFalse();
        assertThat(config.data().directory()).isAbsolute();
        assertThat(config.accounts()).isEqualTo(new ServerConfig.Accounts(Registration.INVITE, 19456, 2, 1));
        assertThat(config.limits().scale()).isEqualTo(1.0);
        assertThat(config.events().retention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.metrics()).isEqualTo(new ServerConfig.Metrics("127.0.0.1", 9464));
        assertThat(config.log()).isEqualTo(new ServerConfig.Log(LogFormat.AUTO, LogLevel.INFO));
    }

    @Test
    void everySettingIsReadFromTheFile() throws IOException {
        var config = load("""
                [http]
                address = "::1"
                port = 0
                public_url = "HTTPS://Chat.Example.ORG:443/"
                trusted_proxies = ["10.0.0.0/8", "fd00::1"]
                allowed_origins = ["http://localhost:5173"]
                web_directory = "web"

                [database]
                url = "jdbc:postgresql://db.example:5433/chat?sslmode=verify-full"
                user = "chat"
                password = "hunter2"
                pool_size = 12

                [nats]
                url = "tls://nats.example:4223"
                user = "chat"
                password = "hunter3"

                [cache]
                url = "rediss://[::1]"
                user = "amityvox"
                password = "hunter4"

                [data]
                directory = "data/of chat"

                [accounts]
                registration = "open"
                password_memory_kib = 65536
                password_iterations = 3
                password_parallelism = 2

                [limits]
                scale = 0

                [events]
                retention = "12h"

                [metrics]
                address = "localhost"
                port = 0

                [log]
                format = "json"
                level = "debug"
                """);

        assertThat(config.http().address()).isEqualTo("::1");
        assertThat(config.http().port()).isZero();
        assertThat(config.http().publicUrl()).isEqualTo("https://chat.example.org");
        assertThat(config.http().trusts(InetAddress.ofLiteral("10.200.0.1"))).isTrue();
        assertThat(config.http().trusts(InetAddress.ofLiteral("fd00::1"))).isTrue();
        assertThat(config.http().trusts(InetAddress.ofLiteral("11.0.0.1"))).isFalse();
        assertThat(config.http().allowedOrigins()).containsExactly("http://localhost:5173");
        assertThat(config.http().webDirectory()).isEqualTo(folder.resolve("web"));
        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://db.example:5433/chat?sslmode=verify-full");
        assertThat(config.database().user()).isEqualTo("chat");
        assertThat(config.database().password().reveal()).isEqualTo("hunter2");
        assertThat(config.database().poolSize()).isEqualTo(12);
        assertThat(config.nats().url()).isEqualTo("tls://nats.example:4223");
        assertThat(config.nats().user()).isEqualTo("chat");
        assertThat(config.nats().password().reveal()).isEqualTo("hunter3");
        assertThat(config.cache().url()).isEqualTo("rediss://[::1]");
        assertThat(config.cache().user()).isEqualTo("amityvox");
        assertThat(config.cache().password().reveal()).isEqualTo("hunter4");
        assertThat(config.data().directory()).isEqualTo(folder.resolve("data/of chat"));
        assertThat(config.accounts()).isEqualTo(new ServerConfig.Accounts(Registration.OPEN, 65536, 3, 2));
        assertThat(config.limits().scale()).isZero();
        assertThat(config.events().retention()).isEqualTo(Duration.ofHours(12));
        assertThat(config.metrics()).isEqualTo(new ServerConfig.Metrics("localhost", 0));
        assertThat(config.log()).isEqualTo(new ServerConfig.Log(LogFormat.JSON, LogLevel.DEBUG));
        assertThat(config.toString()).doesNotContain("hunter");
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        var file = write("""
                [http]
                port = 1
                trusted_proxies = ["10.0.0.1"]
                public_url = "http://from.file"
                """);

        var config = ServerConfig.load(
                Optional.of(file),
                Map.of(
                        "AMITYVOX_HTTP_PORT", "2",
                        "AMITYVOX_HTTP_TRUSTED_PROXIES", "10.0.0.2, 10.0.1.0/24,",
                        "AMITYVOX_HTTP_PUBLIC_URL", "",
                        "AMITYVOX_LIMITS_SCALE", "0.5"));

        assertThat(config.http().port()).isEqualTo(2);
        assertThat(config.http().trustedProxies())
                .extracting(Object::toString)
                .containsExactly("10.0.0.2", "10.0.1.0/24");
        assertThat(config.http().publicUrl()).isEmpty();
        assertThat(config.limits().scale()).isEqualTo(0.5);
    }

    @Test
    void aVariableCanNameTheFileThatHoldsTheValue() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "hunter2 \r\n");

        var config = ServerConfig.load(
                Optional.empty(),
                Map.of(
                        "AMITYVOX_DATABASE_URL",
                        "jdbc:postgresql://db/chat",
                        "AMITYVOX_DATABASE_PASSWORD_FILE",
                        secret.toString()));

        assertThat(config.database().password().reveal()).isEqualTo("hunter2 ");
    }

    @Test
    void variablesOutsideTheSectionsAreLeftAlone() {
        var environment = Map.of("AMITYVOX_HOME", "/opt", "AMITYVOX_HTTPX_PORT", "x", "PATH", "/bin", "HTTP_PORT", "x");

        var config = ServerConfig.load(Optional.empty(), environment);

        assertThat(config).isEqualTo(ServerConfig.load(Optional.empty(), Map.of()));
    }

    @Test
    void theLanguageOfTheMachineChangesNothing() throws IOException {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr"));
        try {
            var file = write("[accounts]\nregistration = \"INVITE\"\n[log]\nlevel = \"INFO\"\n");

            var config = ServerConfig.load(
                    Optional.of(file),
                    Map.of("AMITYVOX_HTTP_PUBLIC_URL", "HTTP://IRIS.example", "AMITYVOX_LIMITS_SCALE", "2.5"));

            assertThat(config.accounts().registration()).isEqualTo(Registration.INVITE);
            assertThat(config.log().level()).isEqualTo(LogLevel.INFO);
            assertThat(config.http().publicUrl()).isEqualTo("http://iris.example");
            assertThat(config.limits().scale()).isEqualTo(2.5);
            assertThat(ServerConfig.settings()).extracting(Setting::variable).contains("AMITYVOX_DATA_DIRECTORY");
        } finally {
            Locale.setDefault(before);
        }
    }

    private ServerConfig load(String toml) throws IOException {
        return ServerConfig.load(Optional.of(write(toml)), Map.of());
    }

    private Path write(String toml) throws IOException {
        return Files.writeString(folder.resolve("amityvox.toml"), toml);
    }
}
