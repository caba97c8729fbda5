// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers for one setting after another from the environment, else the file, else the default. It remembers what it
/// was asked for, and so knows in the end what the sources hold beyond that; it collects problems instead of
/// stopping.
final class ConfigReader {
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Optional<TomlSource> file;
    private final EnvironmentSource environment;

    ConfigReader(Optional<Path> file, Map<String, String> environment) {
        this.file = file.flatMap(path -> TomlSource.read(path, problems::add));
        this.environment = new EnvironmentSource(environment);
    }

    /// The value of a setting, or its default when it is not set or a problem was found.
    ///
    /// @param standard the default, as an environment variable would hold it
    <T> T read(String key, String standard, Rule<T> rule, String meaning) {
        register(new Setting(key, rule.literal().apply(standard), rule.words(), meaning));
        return value(key, rule, standard.isEmpty() ? rule.example() : standard)
                .orElseGet(() -> rule.standard(standard));
    }

    /// The folder that a setting names, absolute; nothing when it is empty or not set. A relative path in the file
    /// starts from the folder of the file, elsewhere from the working directory.
    ///
    /// @param standard words for what holds when the setting is empty
    Optional<Path> readFolder(String key, String standard, String meaning) {
        var rule = Rules.folder();
        register(new Setting(key, standard, rule.words(), meaning));
        return value(key, rule, rule.example())
                .flatMap(folder -> folder)
                .map(path -> start(key).resolve(path).toAbsolutePath().normalize());
    }

    /// Adds a problem that only several settings together show.
    void refuse(String key, String rule, String fix) {
        problems.add(new Problem(key, where(key), rule, fix));
    }

    /// Whether the values of these settings are what somebody meant, and not stand-ins for what could not be read.
    boolean isSound(String... keys) {
        var asked = List.of(keys);
        return problems.stream().noneMatch(problem -> problem.path().isEmpty() || asked.contains(problem.path()));
    }

    /// Everything that was asked for, in that order.
    List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /// Call it after the last setting.
    ///
    /// @throws ConfigException if there is any problem, with all of them
    void finish() {
        var sections = settings.values().stream().map(Setting::section).collect(Collectors.toSet());
        var variables = settings.values().stream().map(Setting::variable).collect(Collectors.toSet());
        file.ifPresent(source -> source.checkKeys(sections, settings.keySet(), problems::add));
        environment.checkNames(sections, variables, problems::add);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private void register(Setting setting) {
        if (settings.put(setting.key(), setting) != null) {
            throw new IllegalArgumentException("Asked twice for " + setting.key());
        }
    }

    private <T> Optional<T> value(String key, Rule<T> rule, String example) {
        var source = find(key);
        if (source == null) {
            return Optional.empty();
        }
        found.put(key, source);
        return switch (rule.read(source)) {
            case Reading.Accepted<T>(var value) -> Optional.of(value);
            case Reading.Refused<T>(var fix) -> {
                var advice = fix.isEmpty() ? advice(key, source, rule, example) : fix;
                problems.add(new Problem(key, source.where(), "must be " + rule.words(), advice));
                yield Optional.empty();
            }
        };
    }

    private @Nullable Found find(String key) {
        var setting = settings.get(key);
        if (setting == null) {
            return null;
        }
        return environment
                .find(setting.variable(), problems::add, key)
                .or(() -> file.flatMap(source -> source.find(setting.section(), setting.name())))
                .orElse(null);
    }

    private static String advice(String key, Found source, Rule<?> rule, String example) {
        return switch (source) {
            case Found.Typed _ ->
                "Write for example " + key.substring(key.indexOf('.') + 1) + " = "
                        + rule.literal().apply(example) + ".";
            case Found.Written _ -> "Set it for example to " + example + ".";
        };
    }

    private Path start(String key) {
        return found.get(key) instanceof Found.Typed
                ? file.map(TomlSource::folder).orElse(Path.of(""))
                : Path.of("");
    }

    private String where(String key) {
        var source = found.get(key);
        return source == null ? "default" : source.where();
    }
}
