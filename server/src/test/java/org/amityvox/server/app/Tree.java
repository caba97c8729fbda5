// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A value of JSON, to look into.
///
/// @param value maps, lists and scalars; `null` for what is absent, and for JSON's null
public record Tree(@Nullable Object value) {
    /// What lies under `keys`; a key of a list is a number. Nothing when there is nothing.
    public Tree at(Object... keys) {
        var found = value;
        for (var key : keys) {
            found = switch (found) {
                case Map<?, ?> map -> map.get(key);
                case List<?> list when key instanceof Integer index && index < list.size() -> list.get(index);
                case null, default -> null;
            };
        }
        return new Tree(found);
    }

    /// The value, which must be there.
    public Object present() {
        return Objects.requireNonNull(value);
    }

    public String text(Object... keys) {
        var found = at(keys).value;
        assertThat(found).as("%s in %s", List.of(keys), value).isInstanceOf(String.class);
        return String.valueOf(found);
    }

    public long number(Object... keys) {
        var found = at(keys).value;
        assertThat(found).as("%s in %s", List.of(keys), value).isInstanceOf(Number.class);
        return found instanceof Number number ? number.longValue() : 0;
    }

    public List<Tree> list(Object... keys) {
        var found = at(keys).value;
        assertThat(found).as("%s in %s", List.of(keys), value).isInstanceOf(List.class);
        return found instanceof List<?> list ? list.stream().map(Tree::new).toList() : List.of();
    }

    /// The texts under `key` in each element of this list.
    public List<String> texts(Object key) {
        return list().stream().map(element -> element.text(key)).toList();
    }

    /// The names in this object, unordered.
    public Set<String> keys() {
        assertThat(value).isInstanceOf(Map.class);
        return value instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    public boolean has(Object key) {
        return value instanceof Map<?, ?> map && map.containsKey(key);
    }
}
