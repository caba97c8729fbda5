// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.amityvox.server.app.Api;
import org.amityvox.server.app.Given;
import org.amityvox.server.app.Reply;

/// A guild with a channel for everybody and one that only insiders may see, made through the API.
final class Community {
    /// How the lines in the hidden channel begin.
    static final String HIDDEN = "hidden";

    private static final int PAGE = 100;
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

    private final HttpClient http;
    private final Api api;
    private final Resident owner;
    private final String guild;
    private final String general;
    private final String hidden;
    private final String insiders;

    /// Somebody with an account.
    ///
    /// @param api as they call it
    record Resident(String name, String id, String token, Api api) {}

    Community(HttpClient http, Api api) {
        this.http = http;
        this.api = api;
        owner = account("owner");
        guild = owner.api()
                .with("name", "Harbour")
                .post("/api/v1/guilds")
                .expect(201)
                .data()
                .text("id");
        general = owner.api()
                .get("/api/v1/guilds/{}/channels", guild)
                .expect(200)
                .data()
                .text(0, "id");
        insiders = owner.api()
                .with("name", "Insiders")
                .post("/api/v1/guilds/{}/roles", guild)
                .expect(201)
                .data()
                .text("id");
        hidden = owner.api()
                .with("name", "cellar")
                .post("/api/v1/guilds/{}/channels", guild)
                .expect(201)
                .data()
                .text("id");
        override(guild, "permissions_deny");
        override(insiders, "permissions_allow");
    }

    private void override(String role, String what) {
        owner.api()
                .with("target_type", "role")
                .with(what, List.of("view_channel"))
                .put("/api/v1/channels/{}/permissions/{}", hidden, role);
    }

    /// Somebody who has joined no guild.
    Resident account(String name) {
        var data = api.with("username", name)
                .with("password", Given.PASSWORD)
                .post("/api/v1/auth/register")
                .expect(201)
                .data();
        var token = data.text("token");
        return new Resident(name, data.text("user", "id"), token, api.withToken(token));
    }

    Resident member(String name) {
        var resident = account(name);
        var invite = owner.api()
                .with("max_uses", 1)
                .post("/api/v1/guilds/{}/invites", guild)
                .expect(201)
                .data();
        resident.api().post("/api/v1/invites/{}", invite.text("code")).expect(200);
        return resident;
    }

    /// A member who sees the hidden channel too.
    Resident insider(String name) {
        var resident = member(name);
        owner.api()
                .put("/api/v1/guilds/{}/members/{}/roles/{}", guild, resident.id(), insiders)
                .expect(204);
        return resident;
    }

    String guild() {
        return guild;
    }

    /// The channel for everybody.
    String general() {
        return general;
    }

    String hidden() {
        return hidden;
    }

    /// @param channels whose lines they see
    /// @param secrets texts that must be in nothing that comes
    Witness witness(Resident resident, IntSupplier port, List<String> channels, List<String> secrets) {
        return new Witness(
                resident.name(), new Session(http, port, resident.token()), () -> read(resident, channels), secrets);
    }

    /// All lines of these channels at this moment: id => line.
    Map<String, String> read(Resident resident, List<String> channels) {
        var lines = new HashMap<String, String>();
        channels.forEach(channel -> history(resident, channel).forEach(line -> lines.put(line.id(), line.text())));
        return lines;
    }

    /// A message as the history has it.
    record Line(String id, String text) {}

    /// Everything in a channel, newest first.
    List<Line> history(Resident resident, String channel) {
        var lines = new ArrayList<Line>();
        while (true) {
            var path = "/api/v1/channels/{}/messages?limit=" + PAGE
                    + (lines.isEmpty() ? "" : "&before=" + lines.getLast().id());
            var page = patiently(resident.api(), path, channel).data().list();
            page.forEach(message -> lines.add(new Line(message.text("id"), message.text("content"))));
            if (page.size() < PAGE) {
                return lines;
            }
        }
    }

    private static Reply patiently(Api api, String path, String channel) {
        while (true) {
            try {
                var reply = api.get(path, channel);
                if (reply.status() < 500) {
                    return reply.expect(200);
                }
            } catch (UncheckedIOException _) {
                // Nobody answers at this moment.
            }
            LockSupport.parkNanos(AGAIN_AFTER.toNanos());
        }
    }
}
