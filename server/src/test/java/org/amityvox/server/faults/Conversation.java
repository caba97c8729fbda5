// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.amityvox.server.platform.services.Waiting;

/// People of a community who write and listen all the while, and what must hold of that: docs/architecture.md has the
/// invariants.
final class Conversation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Community community;
    private final Community.Resident reader;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Listening> audience = new ArrayList<>();

    /// @param channels whose messages they must be told of
    private record Listening(Witness witness, List<String> channels) {}

    /// @param port of where everybody connects
    /// @param otherPort of where one of those connects who see everything, and one who does not
    Conversation(Community community, IntSupplier port, IntSupplier otherPort) {
        this.community = community;
        var general = community.general();
        var hidden = community.hidden();
        reader = community.insider("anna");
        var ben = community.insider("ben");
        var carl = community.member("carl");
        writers.add(new Writer(reader.api(), general, "anna"));
        writers.add(new Writer(reader.api(), hidden, Community.HIDDEN + " anna"));
        writers.add(new Writer(ben.api(), hidden, Community.HIDDEN + " ben"));
        writers.add(new Writer(carl.api(), general, "carl"));
        listen(reader, port, List.of(general, hidden), List.of());
        listen(ben, otherPort, List.of(general, hidden), List.of());
        listen(carl, port, List.of(general), List.of(hidden, Community.HIDDEN + " "));
        listen(
                community.account("stranger"),
                otherPort,
                List.of(),
                List.of(community.guild(), general, hidden, "anna", "carl"));
    }

    private void listen(Community.Resident resident, IntSupplier port, List<String> channels, List<String> secrets) {
        audience.add(new Listening(community.witness(resident, port, channels, secrets), channels));
    }

    /// Returns when all of them write and listen.
    void begin() {
        audience.forEach(each -> each.witness().start());
        await(
                "everybody is there",
                () -> audience.stream().allMatch(each -> each.witness().isReady()));
        writers.forEach(Writer::start);
    }

    /// Returns when everybody has heard all that was acknowledged until now.
    void catchUp(Object after) {
        var until = System.nanoTime();
        await("everybody has heard all from before the end of " + after, () -> haveHeard(until));
    }

    private boolean haveHeard(long until) {
        return writers.stream()
                .flatMap(writer -> writer.acknowledged().values().stream())
                .filter(line -> line.at() <= until)
                .allMatch(line -> audience.stream()
                        .filter(each -> each.channels().contains(line.channel()))
                        .allMatch(each -> each.witness().knows(line.id())));
    }

    /// That everybody could write between these moments, and was heard soon.
    ///
    /// @param begun as [System#nanoTime]
    /// @param leastLines of each of them
    void requireUnfelt(Object what, long begun, long over, int leastLines, Duration soon) {
        for (var writer : writers) {
            var lines = writer.acknowledged().values().stream()
                    .filter(line -> line.at() > begun && line.at() <= over)
                    .toList();
            assertThat(lines).as("lines of %s during %s", writer, what).hasSizeGreaterThanOrEqualTo(leastLines);
            for (var line : lines) {
                audience.stream()
                        .filter(each -> each.channels().contains(line.channel()))
                        .forEach(each -> assertThat(each.witness().toldAt(line.id()) - line.at())
                                .as("nanoseconds until %s heard %s during %s", each.witness(), writer, what)
                                .isBetween(-PATIENCE.toNanos(), soon.toNanos()));
            }
        }
    }

    /// Ends the writing and demands that everything was kept: nothing acknowledged is lost, nothing doubled, everything
    /// in order, and nobody was told what is not theirs.
    ///
    /// @return how it went, in words
    String end() {
        writers.forEach(Writer::finish);
        catchUp("everything");
        assertThat(writers).extracting(Writer::refusal).containsOnly("");
        List.of(community.general(), community.hidden()).forEach(this::requireWhole);
        assertThat(audience).flatExtracting(each -> each.witness().faults()).isEmpty();
        return "%d lines, %d sent more than once, %d resumes, %d fresh starts"
                .formatted(
                        writers.stream()
                                .mapToInt(writer -> writer.acknowledged().size())
                                .sum(),
                        writers.stream().mapToInt(Writer::repeated).sum(),
                        resumed(),
                        afresh());
    }

    int resumed() {
        return audience.stream().mapToInt(each -> each.witness().resumed()).sum();
    }

    int afresh() {
        return audience.stream().mapToInt(each -> each.witness().afresh()).sum();
    }

    /// What was acknowledged is there under its id and nothing else is, nothing twice, and each writer's lines are in
    /// their order.
    private void requireWhole(String channel) {
        var history = community.history(reader, channel).reversed();
        assertThat(history).extracting(Community.Line::id).isSorted();
        assertThat(history).extracting(Community.Line::text).doesNotHaveDuplicates();
        var acknowledged = new HashMap<String, String>();
        for (var writer : writers) {
            writer.acknowledged().forEach((line, answer) -> {
                if (answer.channel().equals(channel)) {
                    acknowledged.put(line, answer.id());
                }
            });
            assertThat(history)
                    .extracting(Community.Line::text)
                    .filteredOn(writer::wrote)
                    .isSortedAccordingTo((one, other) -> Integer.compare(number(one), number(other)));
        }
        assertThat(history.stream().collect(Collectors.toMap(Community.Line::text, Community.Line::id)))
                .isEqualTo(acknowledged);
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static void await(String what, BooleanSupplier condition) {
        Waiting.until(what, PATIENCE, condition);
    }

    @Override
    public void close() {
        writers.forEach(Writer::close);
        audience.forEach(each -> each.witness().close());
    }
}
