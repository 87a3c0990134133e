package io.tidemark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of rooms: what each may use. */
class ArchitectureTest {
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("event", List.of()),
            Map.entry("store", List.of("event")),
            Map.entry("sequence", List.of("store")),
            Map.entry("emit", List.of("event", "store", "sequence")),
            Map.entry("capture", List.of("event", "emit")),
            Map.entry("tail", List.of("event", "store", "sequence")),
            Map.entry("stream", List.of("event", "store", "tail")),
            Map.entry("guard", List.of("event", "store", "tail", "stream")),
            Map.entry("query", List.of("event", "store")),
            Map.entry("trace", List.of("event", "emit", "capture", "stream", "guard")),
            Map.entry("retention", List.of("event", "store", "query", "emit")),
            Map.entry("replay", List.of("event", "store", "query", "capture", "emit")),
            Map.entry("health", allBut("health", "web")),
            Map.entry("web", allBut("web", "store")));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark");

    static Stream<String> rooms() {
        return ROOMS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void eachRoomUsesOnlyTheRoomsOfItsRow(String room) {
        String[] allowed = Stream.concat(Stream.of(room), ROOMS.getOrDefault(room, List.of()).stream())
                .map(ArchitectureTest::inside)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(inside(room))
                .should()
                .dependOnClassesThat(resideInAPackage("io.tidemark..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void everyClassLivesInARoom() {
        classes()
                .should()
                .resideInAnyPackage(rooms().map(ArchitectureTest::inside).toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching("io.tidemark.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyTheStoreKnowsJpaAndSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inside("store"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.persistence..",
                        "java.sql..",
                        "javax.sql..",
                        "org.eclipse.persistence..",
                        "org.postgresql..")
                .check(MAIN);
    }

    @Test
    void anEventIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage(inside("event"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "javax..", "org.eclipse..")
                .check(MAIN);
    }

    /** The filter leaves it to them to ask whether the caller's access was revoked. */
    @Test
    void whatIsCheckedWithItsAnswerHasItFromWhoeverChecks() {
        var leftToIt = MAIN.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith("io.tidemark.web.CheckedWithAnswer"))
                .toList();
        assertThat(leftToIt)
                .isNotEmpty()
                .allMatch(
                        method -> method.getMethodCallsFromSelf().stream()
                                .anyMatch(
                                        call -> call.getTargetOwner().getName().equals("io.tidemark.web.Answers")),
                        "asks io.tidemark.web.Answers");
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Service|Dto|Constants)")
                .check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(MAIN.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(room -> room.isAnnotatedWith(NullMarked.class), "has a package-info with @NullMarked")
                .extracting(JavaPackage::getName)
                .contains("io.tidemark.event");
    }

    private static String inside(String room) {
        return "io.tidemark." + room;
    }

    private static List<String> allBut(String... rooms) {
        return Stream.of(
                        "event",
                        "store",
                        "sequence",
                        "emit",
                        "capture",
                        "tail",
                        "stream",
                        "guard",
                        "query",
                        "replay",
                        "retention",
                        "trace",
                        "health",
                        "web")
                .filter(room -> !List.of(rooms).contains(room))
                .toList();
    }
}
