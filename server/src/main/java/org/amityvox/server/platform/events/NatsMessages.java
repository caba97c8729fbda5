// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.amityvox.server.platform.events.EphemeralEvent.Account;
import org.amityvox.server.platform.events.EphemeralEvent.Audience;
import org.amityvox.server.platform.events.EphemeralEvent.Fellows;
import org.amityvox.server.platform.events.EphemeralEvent.Processes;
import org.amityvox.server.platform.events.EphemeralEvent.Viewers;
import org.amityvox.server.platform.json.Json;
import org.amityvox.server.platform.json.JsonFault;
import org.jspecify.annotations.Nullable;

/// Writes and reads what processes of one instance tell each other. While a new version is rolled out two versions of
/// the server do so: fields may be added, and whatever else changes takes a new [#VERSION], which the other one does
/// not read.
final class NatsMessages {
    static final int VERSION = 1;

    private final Json json;

    NatsMessages(Json json) {
        this.json = json;
    }

    private record Change(int version, LiveEvent event) {}

    /// One of the audiences is there.
    private record Ephemeral(
            int version,
            String t,
            String d,
            @Nullable Viewers viewers,
            @Nullable Account account,
            @Nullable Fellows fellows,
            @Nullable Processes processes) {}

    byte[] write(LiveEvent event) {
        return json.write(new Change(VERSION, event));
    }

    byte[] write(EphemeralEvent event) {
        var t = event.t();
        var d = event.d();
        return json.write(
                switch (event.audience()) {
                    case Viewers viewers -> new Ephemeral(VERSION, t, d, viewers, null, null, null);
                    case Account account -> new Ephemeral(VERSION, t, d, null, account, null, null);
                    case Fellows fellows -> new Ephemeral(VERSION, t, d, null, null, fellows, null);
                    case Processes processes -> new Ephemeral(VERSION, t, d, null, null, null, processes);
                });
    }

    /// Empty unless it is of this form and version.
    Optional<LiveEvent> change(byte[] bytes) {
        return read(bytes, Change.class)
                .filter(change -> change.version() == VERSION)
                .map(Change::event)
                .filter(NatsMessages::isWhole);
    }

    private static boolean isWhole(LiveEvent event) {
        return event.pos() > 0
                && arePresent(event.row())
                && arePresent(event.row().kind())
                && event.dispatches().stream().allMatch(each -> arePresent(each.t(), each.d(), each.to()));
    }

    /// Empty unless it is of this form and version.
    Optional<EphemeralEvent> ephemeral(byte[] bytes) {
        return read(bytes, Ephemeral.class)
                .filter(event -> event.version() == VERSION && arePresent(event.t(), event.d()))
                .flatMap(event -> audience(event).map(audience -> new EphemeralEvent(audience, event.t(), event.d())));
    }

    private static Optional<Audience> audience(Ephemeral event) {
        return Stream.<@Nullable Audience>of(event.viewers(), event.account(), event.fellows(), event.processes())
                .flatMap(Stream::ofNullable)
                .findFirst()
                .filter(NatsMessages::isWhole);
    }

    private static boolean isWhole(Audience audience) {
        return switch (audience) {
            case Viewers viewers -> arePresent(viewers.guild(), viewers.channel(), viewers.but());
            case Account account -> arePresent(account.user());
            case Fellows fellows -> arePresent(fellows.subject());
            case Processes _ -> true;
        };
    }

    private <T> Optional<T> read(byte[] bytes, Class<T> type) {
        try {
            return Optional.of(json.read(bytes, type));
        } catch (JsonFault _) {
            return Optional.empty();
        }
    }

    /// JSON can lack what the types promise.
    private static boolean arePresent(@Nullable Object... values) {
        return Arrays.stream(values).allMatch(Objects::nonNull);
    }
}
