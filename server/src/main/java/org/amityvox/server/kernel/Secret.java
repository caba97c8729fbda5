// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

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
