// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.amityvox.server.kernel.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogsTest {
    private static final String FORGED = "x\n12:00:00.000 ERROR Forged\r\u001b[31m\u0085\u2028\u202e\u0000\"\\{}";
    private static final RequestContext REQUEST = new RequestContext("01JREQUEST", "01JACTOR");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();
    private final Locale locale = Locale.getDefault();

    @AfterEach
    void restoreTheLanguage() {
        Locale.setDefault(locale);
    }

    @Test
    void aLineForPeopleIsReadable() {
        var log = text("org.amityvox.server.guilds.GuildService", Level.INFO);

        ScopedValue.where(RequestContext.CURRENT, REQUEST)
                .run(() -> log.atInfo()
                        .addKeyValue("guild", "01JGUILD")
                        .addKeyValue("name", "Two words")
                        .log("Guild deleted"));

        assertThat(lines())
                .singleElement()
                .asString()
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Guild deleted  guild=01JGUILD name=\"Two words\""
                        + " \\(request=01JREQUEST actor=01JACTOR\\)");
    }

    @Test
    void aLineForProgramsIsOneObject() {
        var log = json("org.amityvox.server.guilds.GuildService", Level.INFO);

        ScopedValue.where(RequestContext.CURRENT, REQUEST)
                .run(() -> log.atWarn()
                        .addKeyValue("guild", "01JGUILD")
                        .addKeyValue("members", 3)
                        .addKeyValue("open", true)
                        .addKeyValue("nothing", (Object) null)
                        .addKeyValue("ratio", Double.NaN)
                        .addKeyValue("level", "forged")
                        .addKeyValue("password", Secret.of("hunter2"))
                        .setCause(new IllegalStateException("broken\nforged"))
                        .log("Guild {} deleted", "a"));

        var line = object();
        assertThat(line.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(line.get("level").asString()).isEqualTo("warn");
        assertThat(line.get("logger").asString()).isEqualTo("org.amityvox.server.guilds.GuildService");
        assertThat(line.get("message").asString()).isEqualTo("Guild a deleted");
        assertThat(line.get("guild").asString()).isEqualTo("01JGUILD");
        assertThat(line.get("members").asInt()).isEqualTo(3);
        assertThat(line.get("open").asBoolean()).isTrue();
        assertThat(line.get("nothing").isNull()).isTrue();
        assertThat(line.get("ratio").asString()).isEqualTo("NaN");
        assertThat(line.get("level_").asString()).isEqualTo("forged");
        assertThat(line.get("password").asString()).isEqualTo("***");
        assertThat(line.get("request_id").asString()).isEqualTo("01JREQUEST");
        assertThat(line.get("actor_id").asString()).isEqualTo("01JACTOR");
        assertThat(line.get("error").get("type").asString()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.get("error").get("message").asString()).isEqualTo("broken\nforged");
        assertThat(line.get("error").get("stack").asString()).contains("LogsTest.aLineForProgramsIsOneObject");
    }

    @Test
    void outsideARequestThereIsNoContext() {
        var log = json("org.amityvox.server.app.Main", Level.INFO);

        log.info("Started");

        assertThat(object().propertyNames()).containsExactly("time", "level", "logger", "message");
    }

    @Test
    void aNullActorIsLeftOut() {
        var log = json("org.amityvox.server.app.Main", Level.INFO);

        ScopedValue.where(RequestContext.CURRENT, new RequestContext("01JREQUEST", null))
                .run(() -> log.info("Asked"));

        assertThat(object().propertyNames()).contains("request_id").doesNotContain("actor_id");
    }

    @Test
    void noValueForgesALineForPrograms() {
        var log = json("org.amityvox.server.app.Main", Level.INFO);

        log.atInfo().addKeyValue("name" + FORGED, FORGED).log(FORGED);

        assertThat(lines()).hasSize(1);
        assertThat(object().get("name" + FORGED).asString()).isEqualTo(FORGED);
        assertThat(object().get("message").asString()).isEqualTo(FORGED);
        assertThat(written()).doesNotContain("\u001b", "\u0085", "\u2028", "\u202e", "\u0000");
    }

    @Test
    void noValueForgesALineForPeople() {
        var log = text("org.amityvox.server.app.Main", Level.INFO);

        log.atInfo()
                .addKeyValue("name" + FORGED, FORGED)
                .setCause(new IllegalStateException(FORGED))
                .log(FORGED);

        assertThat(lines().getFirst())
                .contains("\\n12:00:00.000 ERROR Forged\\r\\u001b[31m\\u0085\\u2028\\u202e\\u0000");
        assertThat(lines().stream().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
        assertThat(written()).doesNotContain("\u001b", "\u0085", "\u2028", "\u202e", "\u0000");
    }

    @Test
    void aLoneSurrogateIsWrittenAsAnEscape() {
        var log = json("org.amityvox.server.app.Main", Level.INFO);

        log.atInfo()
                .addKeyValue("name", "a\ud800b")
                .addKeyValue("face", "\ud83d\ude00")
                .log("Named");

        assertThat(written()).contains("a\\ud800b").contains("\ud83d\ude00");
    }

    @Test
    void librariesAreHeardFromWarningsOnAndNamed() {
        text("org.amityvox.server.app.Main", Level.DEBUG).debug("Ours");
        var pool = context.getLogger("com.zaxxer.hikari.pool.HikariPool");

        pool.info("Started");
        pool.warn("Slow");

        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast()).endsWith("WARN  Slow (logger=com.zaxxer.hikari.pool.HikariPool)");
    }

    @Test
    void mistakesOfClientsDoNotFillTheLog() {
        text("org.eclipse.jetty.http.HttpParser", Level.INFO).warn("Rubbish came");

        assertThat(lines()).isEmpty();
    }

    @Test
    void colorIsOnlyWrittenWhereItIsWanted() {
        var log = logger(new TextEncoder(ZoneId.of("UTC"), true), "org.amityvox.server.app.Main", Level.INFO);

        log.error("Failed");

        assertThat(written()).contains("\u001b[1;31mERROR\u001b[0m");
    }

    @Test
    void theLanguageOfTheMachineChangesNothing() {
        for (var language : List.of("tr", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai")) {
            Locale.setDefault(Locale.forLanguageTag(language));
            out.reset();

            json("org.amityvox.server.app.Main", Level.INFO)
                    .atInfo()
                    .addKeyValue("n", 12)
                    .log("IN\u0007");

            assertThat(written())
                    .containsPattern("\"time\":\"20\\d\\d-")
                    .contains("\"level\":\"info\"", "\"n\":12", "IN\\u0007");
        }
    }

    private Logger json(String name, Level level) {
        return logger(new JsonEncoder(), name, level);
    }

    private Logger text(String name, Level level) {
        return logger(new TextEncoder(ZoneId.of("UTC"), false), name, level);
    }

    private Logger logger(LineEncoder encoder, String name, Level level) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        Logs.configure(context, encoder, out, level);
        return context.getLogger(name);
    }

    private JsonNode object() {
        return JsonMapper.shared().readTree(written());
    }

    private List<String> lines() {
        return written().lines().toList();
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
