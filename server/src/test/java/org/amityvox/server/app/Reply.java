// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import org.amityvox.server.platform.json.Json;
import org.jspecify.annotations.Nullable;

/// An answer of the API, to make demands on.
///
/// @param request for messages of failing tests
public record Reply(String request, int status, HttpHeaders headers, String body) {
    private static final Json JSON = new Json();

    /// Demands this status, and our envelope around what succeeded.
    public Reply expect(int wanted) {
        assertThat(status).as("%s answered %s", request, body).isEqualTo(wanted);
        if (status == 204) {
            assertThat(body).as(request).isEmpty();
        } else if (status < 300) {
            assertThat(header("Content-Type")).as(request).isEqualTo("application/json");
            assertThat(tree().keys()).as(request).isEqualTo(Set.of("data"));
        }
        return this;
    }

    /// Demands this failure, in the one form that all failures have.
    public Reply expectError(int wanted, String code) {
        assertThat(status).as("%s answered %s", request, body).isEqualTo(wanted);
        requireErrorForm();
        assertThat(error().text("code")).as("%s answered %s", request, body).isEqualTo(code);
        return this;
    }

    /// Demands the form of a failure, whichever it is.
    public void requireErrorForm() {
        assertThat(header("Content-Type")).as("%s answered %s", request, body).isEqualTo("application/json");
        assertThat(tree().keys()).as(request).isEqualTo(Set.of("error"));
        assertThat(error().keys()).as(request).isSubsetOf(Set.of("code", "message", "details", "request_id"));
        assertThat(error().text("message")).as(request).isNotBlank();
        assertThat(error().text("code"))
                .as(request)
                .isEqualTo(error().text("code").toLowerCase(Locale.ROOT));
        assertThat(error().text("request_id")).as(request).isEqualTo(header("X-Request-Id"));
    }

    /// Demands this entry in the details of a failure.
    public Reply detail(String name, Object value) {
        assertThat(error().at("details", name).value()).as(body).isEqualTo(value);
        return this;
    }

    /// Demands a fault of exactly these fields, in any order.
    public Reply faults(String... fields) {
        expectError(400, "invalid_request");
        assertThat(error().at("details", "fields").texts("field")).as(body).containsExactlyInAnyOrder(fields);
        return this;
    }

    public Tree data() {
        return tree().at("data");
    }

    public Tree error() {
        return tree().at("error");
    }

    public @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    private Tree tree() {
        return new Tree(JSON.readTree(body));
    }
}
