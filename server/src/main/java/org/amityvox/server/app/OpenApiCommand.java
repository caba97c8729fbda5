// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amityvox.server.gateway.GatewayApi;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.http.EventsDocument;
import org.amityvox.server.platform.http.OpenApi;
import org.amityvox.server.platform.json.Json;

/// Prints what the API and the gateway promise.
final class OpenApiCommand implements Command {
    @Override
    public String name() {
        return "openapi";
    }

    @Override
    public String summary() {
        return "Print the description of the API";
    }

    @Override
    public String help() {
        return """
                Usage: openapi [--events]

                Prints the OpenAPI document of this version; with --events, the list of the gateway's
                events for people. Needs no database.
                """;
    }

    @Override
    public void run(List<String> arguments) {
        var parsed = Arguments.parse(arguments, Set.of(), Set.of("--events")).requireWords(0, "openapi [--events]");
        System.out.print(parsed.switches().contains("--events") ? events() : document());
    }

    static String document() {
        var features = features();
        return new Json()
                .writePretty(OpenApi.document(
                        "1",
                        features.routes(),
                        features.events(),
                        List.of(GatewayApi.Hello.class, GatewayApi.InvalidSession.class)));
    }

    static String events() {
        return EventsDocument.markdown(features().events());
    }

    private static Features features() {
        return Features.create(Platform.described(), ServerConfig.load(Optional.empty(), Map.of()));
    }
}
