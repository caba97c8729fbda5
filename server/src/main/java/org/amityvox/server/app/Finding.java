// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

/// How one part is, for people who look for what is wrong.
///
/// @param sentence what the matter is and what to do, or that nothing is
record Finding(String part, State state, String sentence) {
    enum State {
        OK("ok"),
        /// Not used, or not running, as it may be.
        OFF("off"),
        DEGRADED("degraded"),
        DOWN("down");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    boolean isTrouble() {
        return state == State.DEGRADED || state == State.DOWN;
    }

    String line() {
        return "%-9s %-16s %s".formatted(state.word, part, sentence);
    }
}
