// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.json;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/// Where in a document a fault lies, as `a.b[2]`.
final class FieldPath {
    private FieldPath() {}

    static String of(JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }
}
