package io.leadfactory.suite;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The floors: imports go down only, and a foreign library lives in its room. */
@ArchTag("once")
@AnalyzeClasses(packages = "io.leadfactory.suite", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule imports_goDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("front door")
            .definedBy("io.leadfactory.suite")
            .layer("scenario")
            .definedBy("io.leadfactory.suite.scenario")
            .layer("world")
            .definedBy("io.leadfactory.suite.world")
            .layer("health")
            .definedBy("io.leadfactory.suite.health")
            .layer("contract")
            .definedBy("io.leadfactory.suite.contract")
            .layer("lead")
            .definedBy("io.leadfactory.suite.lead")
            .whereLayer("front door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("scenario")
            .mayOnlyBeAccessedByLayers("front door")
            .whereLayer("world")
            .mayOnlyBeAccessedByLayers("front door", "scenario")
            .whereLayer("health")
            .mayOnlyBeAccessedByLayers("scenario")
            .whereLayer("contract")
            .mayOnlyBeAccessedByLayers("front door", "scenario", "world")
            .whereLayer("lead")
            .mayOnlyBeAccessedByLayers("scenario", "world");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("io.leadfactory.suite.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule sampleApplication_knowsNothingOfTheSuite = noClasses()
            .that()
            .resideInAPackage("..suite.lead")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.leadfactory.perf..", "io.leadfactory.budget..", "org.junit..");

    @ArchTest
    static final ArchRule commandLine_livesInTheFrontDoor = only("picocli..", "io.leadfactory.suite");

    @ArchTest
    static final ArchRule cache_livesInTheSampleApplication =
            only("com.github.benmanes.caffeine..", "io.leadfactory.suite.lead");

    @ArchTest
    static final ArchRule connectionPool_livesInTheWorld = only("com.zaxxer.hikari..", "io.leadfactory.suite.world");

    @ArchTest
    static final ArchRule packages_areNullMarked = classes().should(resideInANullMarkedPackage());

    private static ArchRule only(String library, String room) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package with @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
            }
        };
    }
}
