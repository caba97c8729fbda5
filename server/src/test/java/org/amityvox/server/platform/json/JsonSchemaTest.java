// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.UserId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    private final JsonSchema schemas = new JsonSchema();

    enum Status {
        ONLINE,
        DO_NOT_DISTURB
    }

    record Everything(
            UserId authorId,
            Instant createdAt,
            Status status,
            String text,
            boolean on,
            int count,
            long size,
            double ratio,
            List<String> names,
            Set<UserId> readers,
            Map<String, Integer> counts,
            Object anything,
            Optional<String> perhaps,
            @Nullable String topic,
            @Nullable List<Part> parts,
            Patch<String> nickname,
            Patch<Part> replacement) {}

    record Part(String name, @Nullable Part next) {}

    sealed interface Shape {
        record Circle(double radius) implements Shape {}

        record Square(double side) implements Shape {}
    }

    static final class NoteApi {
        record View(String text) {}

        record CreateRequest(String text) {}

        record NoteUpdateRequest(String text) {}

        record Reader(UserId id) {}
    }

    static final class OtherApi {
        record Reader(String name) {}
    }

    record Bad(Duration span) {}

    private Map<String, Object> component(String name) {
        return Optional.ofNullable(schemas.components().get(name)).orElseThrow();
    }

    @Test
    void everyKindOfFieldHasItsSchema() {
        var reference = schemas.of(Everything.class);

        assertThat(reference).isEqualTo(Map.of("$ref", "#/components/schemas/Everything"));
        assertThat(new Json().writePretty(component("Everything"))).isEqualTo("""
                        {
                          "type" : "object",
                          "properties" : {
                            "author_id" : {
                              "type" : "string",
                              "pattern" : "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"
                            },
                            "created_at" : {
                              "type" : "string",
                              "format" : "date-time"
                            },
                            "status" : {
                              "type" : "string",
                              "enum" : [ "online", "do_not_disturb" ]
                            },
                            "text" : {
                              "type" : "string"
                            },
                            "on" : {
                              "type" : "boolean"
                            },
                            "count" : {
                              "type" : "integer",
                              "format" : "int32"
                            },
                            "size" : {
                              "type" : "integer",
                              "format" : "int64"
                            },
                            "ratio" : {
                              "type" : "number",
                              "format" : "double"
                            },
                            "names" : {
                              "type" : "array",
                              "items" : {
                                "type" : "string"
                              }
                            },
                            "readers" : {
                              "type" : "array",
                              "items" : {
                                "type" : "string",
                                "pattern" : "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"
                              },
                              "uniqueItems" : true
                            },
                            "counts" : {
                              "type" : "object",
                              "additionalProperties" : {
                                "type" : "integer",
                                "format" : "int32"
                              }
                            },
                            "anything" : { },
                            "perhaps" : {
                              "type" : "string"
                            },
                            "topic" : {
                              "type" : "string"
                            },
                            "parts" : {
                              "type" : "array",
                              "items" : {
                                "$ref" : "#/components/schemas/Part"
                              }
                            },
                            "nickname" : {
                              "type" : [ "string", "null" ]
                            },
                            "replacement" : {
                              "oneOf" : [ {
                                "$ref" : "#/components/schemas/Part"
                              }, {
                                "type" : "null"
                              } ]
                            }
                          },
                          "required" : [ "author_id", "created_at", "status", "text", "on", "count", "size", "ratio", "names", "readers", "counts", "anything" ]
                        }
                        """);
    }

    @Test
    void fieldsAreNamedAsTheMapperNamesThem() {
        record Names(String lastReadId, String a2b, String urlOfPage, String x) {}
        var written = new Json().writeText(new Names("", "", "", ""));

        for (var component : Names.class.getRecordComponents()) {
            assertThat(written).contains('"' + JsonSchema.fieldName(component.getName()) + '"');
        }
    }

    @Test
    void aRecordMayContainItself() {
        schemas.of(Part.class);

        assertThat(component("Part").toString()).contains("next={$ref=#/components/schemas/Part}");
    }

    @Test
    void aSealedInterfaceIsOneOfItsRecords() {
        schemas.of(Shape.class);

        assertThat(schemas.components()).containsOnlyKeys("Circle", "Shape", "Square");
        assertThat(component("Shape"))
                .isEqualTo(Map.of(
                        "oneOf",
                        List.of(
                                Map.of("$ref", "#/components/schemas/Circle"),
                                Map.of("$ref", "#/components/schemas/Square"))));
    }

    @Test
    void nestedClassesHaveReadableNames() {
        assertThat(JsonSchema.name(NoteApi.View.class)).isEqualTo("Note");
        assertThat(JsonSchema.name(NoteApi.CreateRequest.class)).isEqualTo("NoteCreateRequest");
        assertThat(JsonSchema.name(NoteApi.NoteUpdateRequest.class)).isEqualTo("NoteUpdateRequest");
        assertThat(JsonSchema.name(NoteApi.Reader.class)).isEqualTo("Reader");
    }

    @Test
    void twoClassesWithOneNameAreAnError() {
        schemas.of(NoteApi.Reader.class);

        assertThatThrownBy(() -> schemas.of(OtherApi.Reader.class))
                .hasMessageContaining("Reader")
                .hasMessageContaining("NoteApi");
    }

    @Test
    void aTypeWithoutASchemaIsAnErrorThatNamesItsPlace() {
        assertThatThrownBy(() -> schemas.of(Bad.class))
                .hasMessageContaining("Bad.span")
                .hasMessageContaining("Duration");
    }

    @Test
    void demandedFieldsAreRequiredThoughTheyMayBeNull() {
        record Form(@Nullable String name, @Nullable String note) {}
        var strict = new JsonSchema(_ -> Set.of("name"));

        strict.of(Form.class);

        assertThat(strict.components().get("Form")).containsEntry("required", List.of("name"));
    }
}
