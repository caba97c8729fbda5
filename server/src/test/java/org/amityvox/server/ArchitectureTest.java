// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.amityvox.server.kernel.ErrorCode;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.Row;
import org.amityvox.server.platform.db.Sql;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.http.Authenticator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The shape that docs/architecture.md describes, held by the build.
class ArchitectureTest {
    private static final String ROOT = "org.amityvox.server.";
    private static final Path CHECKOUT = Path.of(System.getProperty("amityvox.checkout"));

    /// From low to high. A package uses lower ones only; those of one level do not know each other.
    private static final List<List<String>> LEVELS = List.of(
            List.of("kernel"),
            List.of("platform.config"),
            List.of("platform.telemetry"),
            List.of("platform.json"),
            List.of("platform.db"),
            List.of("platform.cache"),
            List.of("platform.events"),
            List.of("platform.http", "platform.jobs"),
            List.of("permissions"),
            List.of("accounts"),
            List.of("guilds"),
            List.of("channels"),
            List.of("messages", "presence"),
            List.of("gateway"),
            List.of("app"));

    /// A library's packages and the packages of ours that may know it.
    private static final Map<String, List<String>> HOMES = Map.ofEntries(
            Map.entry("com.zaxxer.hikari", List.of("platform.db")),
            Map.entry("org.postgresql", List.of("platform.db")),
            Map.entry("org.flywaydb", List.of("platform.db")),
            Map.entry("java.sql", List.of("platform.db")),
            Map.entry("org.apache.commons.compress", List.of("platform.db.embedded")),
            Map.entry("org.tukaani", List.of("platform.db.embedded")),
            Map.entry("tools.jackson", List.of("platform.json")),
            Map.entry("com.fasterxml.jackson", List.of("platform.json")),
            Map.entry("io.javalin", List.of("platform.http")),
            Map.entry("org.eclipse.jetty", List.of("platform.http")),
            Map.entry("jakarta.servlet", List.of("platform.http")),
            Map.entry("com.github.benmanes.caffeine", List.of("platform.cache")),
            Map.entry("io.lettuce", List.of("platform.cache")),
            Map.entry("io.netty", List.of("platform.cache")),
            Map.entry("io.nats", List.of("platform.events")),
            Map.entry("ch.qos.logback", List.of("platform.telemetry")),
            Map.entry("io.prometheus", List.of("platform.telemetry")),
            Map.entry("org.tomlj", List.of("platform.config")),
            Map.entry("de.mkammerer.argon2", List.of("accounts")),
            Map.entry("com.github.f4b6a3.ulid", List.of("kernel")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.amityvox.server");

    @Test
    void everyPackageHasItsLevel() {
        var unknown = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> LEVELS.stream().flatMap(List::stream).noneMatch(known -> isIn(name, known)));

        assertThat(unknown).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> packagesUseLowerOnesOnly() {
        return LEVELS.stream()
                .flatMap(level -> level.stream()
                        .map(name -> DynamicTest.dynamicTest(
                                name,
                                () -> classes()
                                        .that(resideInAPackage(ROOT + name + ".."))
                                        .should()
                                        .onlyDependOnClassesThat(not(resideInAPackage("org.amityvox.."))
                                                .or(resideInAnyPackage(allowedFor(name))))
                                        .check(CLASSES))));
    }

    private static String[] allowedFor(String name) {
        var allowed = new ArrayList<String>();
        for (var level : LEVELS) {
            if (level.contains(name)) {
                break;
            }
            allowed.addAll(level);
        }
        allowed.add(name);
        return allowed.stream().map(each -> ROOT + each + "..").toArray(String[]::new);
    }

    private static boolean isIn(String packageName, String known) {
        return (packageName + ".").startsWith(ROOT + known + ".");
    }

    @Test
    void theDocumentShowsTheSameLevels() throws IOException {
        var document = CHECKOUT.resolve("docs").resolve("architecture.md");
        assertThat(document).exists();
        var rows = Files.readAllLines(document).stream()
                .dropWhile(line -> !line.matches("\\| level \\| packages \\|.*"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[2])
                .toList();
        assertThat(rows).as("rows under '| level | packages |' in %s", document).isNotEmpty();

        var name = Pattern.compile("`([a-z.]+)`");
        var shown = rows.stream()
                .flatMap(cell -> Arrays.stream(cell.split("→", -1)))
                .map(group -> name.matcher(group)
                        .results()
                        .map(match -> match.group(1))
                        .toList())
                .toList();

        assertThat(shown).as("the level table of %s", document).isEqualTo(LEVELS);
    }

    @TestFactory
    Stream<DynamicTest> librariesHaveOneHome() {
        return HOMES.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> noClasses()
                                .that(not(resideInAnyPackage(entry.getValue().stream()
                                        .map(home -> ROOT + home + "..")
                                        .toArray(String[]::new))))
                                .should()
                                .dependOnClassesThat(resideInAPackage(entry.getKey() + ".."))
                                .check(CLASSES)));
    }

    @Test
    void aLibraryWithoutAHomeIsNotUsed() {
        var known = Stream.concat(
                        HOMES.keySet().stream(),
                        Stream.of("org.amityvox", "org.slf4j", "org.jspecify", "java", "javax"))
                .map(name -> name + "..")
                .toArray(String[]::new);

        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(known).or(primitives()))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> primitives() {
        return DescribedPredicate.describe(
                "primitive", type -> type.getBaseComponentType().isPrimitive());
    }

    @Test
    void servicesHoldNoSqlAndNoHttp() {
        noClasses()
                .that(simpleNameEndingWith("Service"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..")
                        .or(simpleName(Sql.class.getSimpleName()))
                        .or(simpleName(Row.class.getSimpleName()))
                        .or(resideInAPackage(ROOT + "platform.http..").and(not(equivalentTo(Authenticator.class)))))
                .check(CLASSES);
        noClasses()
                .that(simpleNameEndingWith("Service"))
                .should()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void routesSeeNoStoresAndNoTransactions() {
        noClasses()
                .that(simpleNameEndingWith("Routes"))
                .should()
                .dependOnClassesThat(simpleNameEndingWith("Store").or(resideInAPackage(ROOT + "platform.db..")))
                .check(CLASSES);
    }

    @Test
    void storesKnowNoClockAndNoEvents() {
        noClasses()
                .that(simpleNameEndingWith("Store"))
                .should()
                .dependOnClassesThat(equivalentTo(EventLog.class)
                        .or(equivalentTo(Clock.class))
                        .or(equivalentTo(SecureRandom.class)))
                .check(CLASSES);
    }

    @Test
    void storesBelongToTheirSliceAlone() {
        classes()
                .that(simpleNameEndingWith("Store"))
                .should()
                .bePackagePrivate()
                .check(CLASSES);
    }

    @Test
    void codeIsPlainAndBlocking() {
        noClasses()
                .should()
                .dependOnClassesThat(assignableTo(ThreadLocal.class))
                .check(CLASSES);
        noMethods().should().haveRawReturnType(CompletableFuture.class).check(CLASSES);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
        noClasses().should().callMethod(Thread.class, "sleep", Duration.class).check(CLASSES);
    }

    @Test
    void namesSayWhatAThingDoes() {
        noClasses()
                .that(not(equivalentTo(ServerConfig.Data.class)))
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Data|Info)")
                .orShould()
                .haveNameMatching(".*[.$]Base[A-Z][^.$]*")
                .because("they say nothing; a section of the configuration is named like its key")
                .check(CLASSES);
        noMethods()
                .that()
                .areDeclaredInClassesThat(not(resideInAPackage(ROOT + "platform.http..")))
                .and()
                .doNotHaveRawReturnType(ProcessHandle.class)
                .should()
                .haveNameMatching("process|handle|do[A-Z].*")
                .check(CLASSES);
    }

    @Test
    void nothingIsNullUnlessItSaysSo() {
        var unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(each -> each.getName());

        assertThat(unmarked).isEmpty();
    }

    @Test
    void errorCodesAreUniqueOverAllSlices() {
        var owners = new TreeMap<String, List<String>>();
        CLASSES.stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(ErrorCode.class))
                .forEach(type -> Arrays.stream(type.reflect().getEnumConstants())
                        .map(ErrorCode.class::cast)
                        .forEach(code -> owners.computeIfAbsent(code.code(), _ -> new ArrayList<>())
                                .add(type.getSimpleName())));

        assertThat(owners).hasSizeGreaterThan(20);
        assertThat(owners.entrySet()).allMatch(entry -> entry.getValue().size() == 1);
    }

    @Test
    void everySourceFileNamesItsLicence() throws IOException {
        for (var root : List.of("server/src", "migrations")) {
            try (var files = Files.walk(CHECKOUT.resolve(root))) {
                var without = files.filter(file -> file.toString().matches(".*\\.(java|sql|sh|properties)"))
                        .filter(file -> !firstLine(file).matches("(//|--|#) SPDX-License-Identifier: AGPL-3\\.0-only"));
                assertThat(without).isEmpty();
            }
        }
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
