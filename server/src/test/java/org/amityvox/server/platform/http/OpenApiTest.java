// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.CommonError;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    record Note(MessageId id, String text, @Nullable String topic) {}

    record NoteDeleted(ChannelId channelId, MessageId noteId) {}

    record NoteRequest(@Nullable String text, @Nullable String topic, long size) implements Body {
        @Override
        public void check(Checks checks) {
            checks.text("text", text).max(10);
            checks.optionalText("topic", topic).max(10);
        }
    }

    record Strict(@Nullable String text) implements Body {
        Strict {
            if (text == null) {
                throw new IllegalStateException("deliberate");
            }
        }

        @Override
        public void check(Checks checks) {}
    }

    private static final List<WireType<?>> EVENTS = List.of(
            new WireType<>("NOTE_DELETE_BULK", NoteDeleted.class, "Viewers"),
            new WireType<>("NOTE_CREATE", Note.class, "Viewers"));

    private static final Routes ROUTES = () -> List.of(
            Endpoint.post(
                    "/channels/{channel}/notes",
                    RouteSpec.user("Writes a note")
                            .body(NoteRequest.class)
                            .reply(201, Note.class)
                            .errors(CommonError.NOT_FOUND, CommonError.MISSING_PERMISSION),
                    Call::replyNothing),
            Endpoint.get(
                    "/channels/{channel}/notes",
                    RouteSpec.anyone("Lists notes")
                            .query("limit", "How many")
                            .query("before", "Older than this")
                            .replyList(Note.class),
                    Call::replyNothing),
            Endpoint.patch(
                    "/channels/{channel}/notes",
                    RouteSpec.user("Orders notes").bodyList(NoteRequest.class).replyList(Note.class),
                    Call::replyNothing),
            Endpoint.delete("/notes/@all", RouteSpec.user("Deletes notes"), Call::replyNothing));

    private final Map<String, Object> document = OpenApi.document("1.2.3", List.of(ROUTES), EVENTS, List.of());

    private @Nullable Object at(String... keys) {
        Object value = document;
        for (var key : keys) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }

    @Test
    void routesAreListedWithBodyReplyAndErrors() {
        var path = "/api/v1/channels/{channel}/notes";

        assertThat(at("info", "version")).isEqualTo("1.2.3");
        assertThat(at("paths", path, "post", "summary")).isEqualTo("Writes a note");
        assertThat(at("paths", path, "post", "operationId")).isEqualTo("post_channels_channel_notes");
        assertThat(at("paths", path, "post", "security")).hasToString("[{session=[]}]");
        assertThat(at("paths", path, "get", "security")).isNull();
        assertThat(at("paths", path, "post", "requestBody")).asString().contains("/NoteRequest}");
        assertThat(at("paths", path, "post", "responses", "201"))
                .asString()
                .contains("data={$ref=#/components/schemas/Note}");
        assertThat(at("paths", path, "post", "responses", "400", "description")).isEqualTo("`invalid_request`");
        assertThat(at("paths", path, "post", "responses", "401", "description"))
                .isEqualTo("`invalid_session`, `missing_token`");
        assertThat(at("paths", path, "post", "responses", "403", "description")).isEqualTo("`missing_permission`");
        assertThat(at("paths", path, "post", "responses", "404", "description")).isEqualTo("`not_found`");
        assertThat(at("paths", path, "get", "responses", "200"))
                .asString()
                .contains("items={$ref=#/components/schemas/Note}");
        assertThat(at("paths", path, "get", "parameters"))
                .asString()
                .contains("name=channel, in=path, required=true")
                .contains("name=limit, in=query", "type=integer")
                .contains("name=before, in=query");
        assertThat(at("paths", "/api/v1/notes/@all", "delete", "responses", "204"))
                .hasToString("{description=Success}");
        assertThat(at("paths", "/api/v1/notes/@all", "delete", "operationId")).isEqualTo("delete_notes_all");
    }

    @Test
    void aBodyThatIsAnArrayIsDescribedAsOne() {
        assertThat(at("paths", "/api/v1/channels/{channel}/notes", "patch", "requestBody", "content"))
                .hasToString("{application/json={schema={type=array, "
                        + "items={$ref=#/components/schemas/NoteRequest}, minItems=1, maxItems=1000}}}");
    }

    @Test
    void whatABodyDemandsIsRequired() {
        assertThat(at("components", "schemas", "NoteRequest", "required")).isEqualTo(List.of("text", "size"));
        assertThat(at("components", "schemas", "Note", "required")).isEqualTo(List.of("id", "text"));
    }

    @Test
    void eventsAreToldApartByTheirName() {
        assertThat(at("components", "schemas", "NoteCreateEvent", "properties", "t", "const"))
                .isEqualTo("NOTE_CREATE");
        assertThat(at("components", "schemas", "NoteCreateEvent", "properties", "d"))
                .isEqualTo(Map.of("$ref", "#/components/schemas/Note"));
        assertThat(at("components", "schemas", "NoteCreateEvent", "required")).isEqualTo(List.of("op", "t", "d"));
        assertThat(at("components", "schemas", "GatewayEvent", "discriminator", "mapping"))
                .isEqualTo(Map.of(
                        "NOTE_CREATE", "#/components/schemas/NoteCreateEvent",
                        "NOTE_DELETE_BULK", "#/components/schemas/NoteDeleteBulkEvent"));
        assertThat(at("components", "schemas", "GatewayEvent", "oneOf"))
                .asString()
                .contains("NoteCreateEvent", "NoteDeleteBulkEvent");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var text = new Json().writePretty(document);

        assertThat(text.lines().filter(line -> line.contains("\"$ref\"")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(text)
                        .contains("    \"" + line.substring(line.lastIndexOf('/') + 1, line.lastIndexOf('"'))
                                + "\" : {"));
    }

    @Test
    void aBodyThatCannotBeEmptyIsAnError() {
        Routes routes =
                () -> List.of(Endpoint.post("/x", RouteSpec.anyone("Takes it").body(Strict.class), Call::replyNothing));

        assertThatThrownBy(() -> OpenApi.document("1", List.of(routes), List.of(), List.of()))
                .hasMessageContaining("Strict");
    }

    @Test
    void theEventsAreListedForPeople() {
        var text = EventsDocument.markdown(EVENTS);

        assertThat(text.lines())
                .contains(
                        "| `NOTE_CREATE` | Viewers | [Note](#note) |",
                        "| `NOTE_DELETE_BULK` | Viewers | [NoteDeleted](#notedeleted) |",
                        "### Note",
                        "| `id` | id |",
                        "| `topic`? | text |");
        assertThat(text.indexOf("NOTE_CREATE")).isLessThan(text.indexOf("NOTE_DELETE_BULK"));
    }
}
