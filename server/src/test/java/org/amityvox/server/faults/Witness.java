// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.amityvox.server.app.Tree;

/// Somebody who listens and writes down what they see. Each READY begins a new chapter, in which what was written
/// before comes from the history.
final class Witness implements Session.Listener, AutoCloseable {
    private final String name;
    private final Session session;
    private final Supplier<Map<String, String>> history;
    private final List<String> secrets;
    private final Map<String, Told> told = new HashMap<>();
    private final Map<String, String> read = new HashMap<>();
    private final Map<String, String> newest = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int chapter;

    /// @param at when it came, by [System#nanoTime]
    private record Told(String line, long at, int chapter) {}

    /// @param history reads id => line of all that is there to be seen
    /// @param secrets texts that must be in nothing that comes
    Witness(String name, Session session, Supplier<Map<String, String>> history, List<String> secrets) {
        this.name = name;
        this.session = session;
        this.history = history;
        this.secrets = List.copyOf(secrets);
    }

    void start() {
        session.start(this);
    }

    /// How often its connection was made anew without loss.
    int resumed() {
        return session.resumed();
    }

    @Override
    public synchronized void onReady() {
        chapter++;
        if (chapter > 1) {
            read.putAll(history.get());
        }
    }

    @Override
    public synchronized void onEvent(String event, Tree d) {
        if (!event.equals("MESSAGE_CREATE")) {
            return;
        }
        var id = d.text("id");
        var line = d.text("content");
        var before = told.put(id, new Told(line, System.nanoTime(), chapter));
        if (before != null && before.chapter() == chapter) {
            faults.add("%s was told twice of \"%s\"".formatted(name, line));
        }
        var later = newest.merge(d.text("channel_id"), id, (last, now) -> last.compareTo(now) > 0 ? last : now);
        if (!later.equals(id)) {
            faults.add("%s was told of \"%s\" after a later one".formatted(name, line));
        }
    }

    @Override
    public synchronized void onText(String text) {
        secrets.stream()
                .filter(text::contains)
                .forEach(secret -> faults.add("%s got what is not theirs, %s: %s".formatted(name, secret, text)));
    }

    synchronized boolean isReady() {
        return chapter > 0;
    }

    /// How often it had to begin anew.
    synchronized int afresh() {
        return chapter - 1;
    }

    synchronized boolean knows(String id) {
        return told.containsKey(id) || read.containsKey(id);
    }

    /// When it was told of a message; 0 if it was not.
    synchronized long toldAt(String id) {
        var found = told.get(id);
        return found == null ? 0 : found.at();
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        session.close();
    }
}
