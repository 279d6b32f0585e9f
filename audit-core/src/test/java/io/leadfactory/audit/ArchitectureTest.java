package io.leadfactory.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The floors of this module: data flows upward, imports point downward. */
@ArchTag("once")
@AnalyzeClasses(packages = "io.leadfactory.audit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule floors = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("front door")
            .definedBy("io.leadfactory.audit")
            .layer("boot")
            .definedBy("..audit.boot..")
            .layer("capture")
            .definedBy("..audit.capture..")
            .layer("transaction")
            .definedBy("..audit.transaction..")
            .layer("recovery")
            .definedBy("..audit.recovery..")
            .layer("session")
            .definedBy("..audit.session..")
            .layer("servlet")
            .definedBy("..audit.servlet..")
            .layer("propagation")
            .definedBy("..audit.propagation..")
            .layer("coverage")
            .definedBy("..audit.coverage..")
            .layer("statement")
            .definedBy("..audit.statement..")
            .layer("history")
            .definedBy("..audit.history..")
            .layer("export")
            .definedBy("..audit.export..")
            .layer("query")
            .definedBy("..audit.query..")
            .layer("render")
            .definedBy("..audit.render..")
            .layer("store")
            .definedBy("..audit.store..")
            .layer("ledger")
            .definedBy("..audit.ledger..")
            .layer("spool")
            .definedBy("..audit.spool..")
            .layer("record")
            .definedBy("..audit.record..")
            .layer("context")
            .definedBy("..audit.context..")
            .layer("setting")
            .definedBy("..audit.setting..")
            .layer("event")
            .definedBy("..audit.event..")
            .whereLayer("front door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("boot")
            .mayOnlyBeAccessedByLayers("front door")
            .whereLayer("capture")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("transaction")
            .mayOnlyBeAccessedByLayers("capture", "boot", "front door")
            .whereLayer("recovery")
            .mayOnlyBeAccessedByLayers("transaction", "boot")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("transaction", "boot")
            .whereLayer("servlet")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("propagation")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("coverage")
            .mayOnlyBeAccessedByLayers("boot", "front door")
            .whereLayer("statement")
            .mayOnlyBeAccessedByLayers("capture", "boot")
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("front door")
            .whereLayer("export")
            .mayOnlyBeAccessedByLayers("front door")
            .whereLayer("query")
            .mayOnlyBeAccessedByLayers("history", "front door")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("query", "history", "session", "recovery", "transaction", "boot", "front door")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers("store", "query", "recovery", "transaction", "boot", "front door")
            .whereLayer("render")
            .mayOnlyBeAccessedByLayers("coverage", "statement", "capture", "boot")
            .whereLayer("spool")
            .mayOnlyBeAccessedByLayers("recovery", "transaction")
            .whereLayer("record")
            .mayOnlyBeAccessedByLayers(
                    "spool",
                    "render",
                    "ledger",
                    "store",
                    "query",
                    "history",
                    "export",
                    "recovery",
                    "transaction",
                    "capture",
                    "boot")
            .whereLayer("context")
            .mayOnlyBeAccessedByLayers(
                    "servlet",
                    "propagation",
                    "record",
                    "ledger",
                    "store",
                    "query",
                    "statement",
                    "transaction",
                    "front door")
            .whereLayer("servlet")
            .mayOnlyAccessLayers("context", "event")
            .whereLayer("propagation")
            .mayOnlyAccessLayers("context", "event")
            .whereLayer("setting")
            .mayOnlyBeAccessedByLayers(
                    "context",
                    "spool",
                    "record",
                    "ledger",
                    "store",
                    "query",
                    "render",
                    "statement",
                    "recovery",
                    "transaction",
                    "capture",
                    "boot");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.leadfactory.audit.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule hibernateOnlyWhereItIsHeardOrUsed = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.leadfactory.audit",
                    "..audit.render..",
                    "..audit.coverage..",
                    "..audit.statement..",
                    "..audit.session..",
                    "..audit.transaction..",
                    "..audit.capture..",
                    "..audit.boot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hibernate..", "jakarta.persistence..", "jakarta.transaction..");

    @ArchTest
    static final ArchRule servletsOnlyInServlet = noClasses()
            .that()
            .resideOutsideOfPackage("..audit.servlet..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule micrometerOnlyInPropagation = noClasses()
            .that()
            .resideOutsideOfPackage("..audit.propagation..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule jacksonOnlyInRecord = noClasses()
            .that()
            .resideOutsideOfPackage("..audit.record..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    /**
     * The contract of Hibernate's mutation executor names a statement, which ours hands on untouched; the length of a
     * large object may fail.
     */
    @ArchTest
    static final ArchRule statementsOnlyInStore = noClasses()
            .that()
            .resideOutsideOfPackage("..audit.store..")
            .and()
            .doNotHaveSimpleName("CapturingExecutor")
            .and()
            .doNotHaveSimpleName("LobText")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.sql\\.(PreparedStatement|Statement|ResultSet|SQLException|DriverManager)");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type, marked, type.getName() + " is not in a @NullMarked package"));
                }
            });
}
