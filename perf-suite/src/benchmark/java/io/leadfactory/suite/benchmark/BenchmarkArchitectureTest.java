package io.leadfactory.suite.benchmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floors of the benchmarks: imports go down only, and each peer lives in its room. */
@AnalyzeClasses(packages = "io.leadfactory.suite.benchmark")
class BenchmarkArchitectureTest {
    @ArchTest
    static final ArchRule imports_goDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("front door")
            .definedBy("io.leadfactory.suite.benchmark")
            .layer("report")
            .definedBy("..benchmark.report")
            .layer("judge")
            .definedBy("..benchmark.judge")
            .layer("measuring")
            .definedBy("..benchmark.write", "..benchmark.read", "..benchmark.cost")
            .layer("variant")
            .definedBy("..benchmark.variant")
            .layer("trails")
            .definedBy("..benchmark.hand", "..benchmark.peer")
            .whereLayer("front door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("front door")
            .whereLayer("judge")
            .mayOnlyBeAccessedByLayers("front door", "report")
            .whereLayer("measuring")
            .mayOnlyBeAccessedByLayers("front door", "report", "judge")
            .whereLayer("variant")
            .mayOnlyBeAccessedByLayers("front door", "report", "judge", "measuring")
            .whereLayer("trails")
            .mayOnlyBeAccessedByLayers("measuring", "variant");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("io.leadfactory.suite.benchmark.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule envers_livesWithThePeers = only("org.hibernate.envers..", "..benchmark.peer");

    @ArchTest
    static final ArchRule hibernatesAudit_livesWithThePeers = only("org.hibernate.audit..", "..benchmark.peer");

    @ArchTest
    static final ArchRule javers_livesWithThePeers = only("org.javers..", "..benchmark.peer");

    @ArchTest
    static final ArchRule drivers_liveWithTheDatabases = noClasses()
            .that()
            .resideOutsideOfPackage("..benchmark.database")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.zaxxer.hikari..", "org.h2..", "org.postgresql..", "io.zonky..");

    private static ArchRule only(String library, String room) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
