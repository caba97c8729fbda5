// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.json;

/// Input that is not JSON or not of the wanted shape.
public final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String rule;
    private final String explanation;

    JsonFault(String field, String rule, String explanation) {
        super((field.isEmpty() ? "The body" : field) + ": " + explanation, null, false, false);
        this.field = field;
        this.rule = rule;
        this.explanation = explanation;
    }

    /// The field as `a.b[2]`; empty for the whole document.
    public String field() {
        return field;
    }

    public String rule() {
        return rule;
    }

    public String explanation() {
        return explanation;
    }
}
