// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A text that must not be printed: a password, a token, a key. It shows itself as `***` everywhere but in [#reveal()].
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /// The text itself, for the one place that has to hand it on.
    public String reveal() {
        return value;
    }

    /// Compares without telling by its duration how much of the two is the same.
    public boolean matches(Secret other) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
