package io.leadfactory.perf;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class ArchitectureTest {
    private static final String ROOT = "io.leadfactory.perf";

    /** The lowest first: a room imports only rooms before it. */
    private static final List<String> FLOORS =
            List.of("machine", "define", "measure", "run", "judge", "evidence", "history", "report", "junit");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void rooms_all_importOnlyLowerFloors() {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            String[] above = FLOORS.subList(floor + 1, FLOORS.size()).stream()
                    .map(room -> ROOT + "." + room + "..")
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + FLOORS.get(floor) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .allowEmptyShould(true)
                        .check(CLASSES);
            }
        }
    }

    @Test
    void frontDoor_isImportedByNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void fault_standsAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".fault..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "..")
                        .and(describe(
                                "outside fault", type -> !type.getPackageName().startsWith(ROOT + ".fault"))))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".define..", ROOT + ".measure..", ROOT + ".run..", ROOT + ".judge..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".fault..")
                .check(CLASSES);
    }

    @Test
    void watch_standsAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".watch..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "..")
                        .and(describe(
                                "outside watch", type -> !type.getPackageName().startsWith(ROOT + ".watch"))))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".watch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".watch..")
                .check(CLASSES);
    }

    @Test
    void rooms_all_areFreeOfCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "org.HdrHistogram, measure",
        "com.sun.management, machine;measure",
        "com.fasterxml.jackson, report;history",
        "com.samskivert.mustache, report",
        "org.junit, junit",
        "java.sql, fault",
        "javax.sql, fault",
        "io.micrometer, watch.micrometer"
    })
    void library_each_staysInItsRoom(String library, String rooms) {
        String[] allowed = List.of(rooms.split(";")).stream()
                .map(room -> ROOT + "." + room + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(CLASSES);
    }

    @Test
    void packages_all_areNullMarked() {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages)
                .allSatisfy(name -> assertThat(CLASSES.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .as(name)
                        .isTrue());
    }

    @Test
    void staticClock_isAskedOnlyByTheTimeSource() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".measure.TimeSource$SystemTime")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".watch.WatchClock")
                .should()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void publicTypes_all_areFinalOrMadeToBeImplemented() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and(describe("not exceptions", type -> !type.isAssignableTo(Throwable.class)))
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(CLASSES);
    }
}
