// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Clock;
import java.time.Instant;

/// Makes and checks ULIDs (26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 random bits).
public final class Ulids {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;

    private final Clock clock;

    public Ulids(Clock clock) {
        this.clock = clock;
    }

    /// A new id of the present millisecond.
    public String next() {
        return UlidCreator.getUlid(clock.millis()).toString();
    }

    /// A new id greater than `floor`, also when `floor` comes from a clock that ran ahead of ours.
    public String nextAfter(String floor) {
        var candidate = next();
        return candidate.compareTo(floor) > 0
                ? candidate
                : Ulid.from(floor).increment().toString();
    }

    /// A new id greater than `floor`, as [#nextAfter], that no other process makes which starts from the same `floor`.
    public String nextAbove(String floor) {
        var candidate = next();
        return candidate.compareTo(floor) > 0
                ? candidate
                : UlidCreator.getUlid(Ulid.from(floor).getTime() + 1).toString();
    }

    /// A text below every id made at `time` or later, and above every id made before.
    public static String floor(Instant time) {
        return Ulid.min(Math.max(time.toEpochMilli(), 0)).toString();
    }

    /// Whether `text` is a ULID in the one spelling that we use: upper case, and no larger than 128 bits.
    public static boolean isUlid(String text) {
        if (text.length() != LENGTH || text.charAt(0) > '7') {
            return false;
        }
        return text.chars().allMatch(character -> ALPHABET.indexOf(character) >= 0);
    }

    static void require(String value) {
        if (!isUlid(value)) {
            throw new IllegalArgumentException("Not a ULID");
        }
    }
}
