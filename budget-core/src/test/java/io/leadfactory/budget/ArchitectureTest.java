package io.leadfactory.budget;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@ArchTag("once")
@AnalyzeClasses(packages = "io.leadfactory.budget", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.leadfactory.budget";

    @ArchTest
    static final ArchRule imports_floors_goDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("plan")
            .definedBy(ROOT + ".plan")
            .layer("slice")
            .definedBy(ROOT + ".slice")
            .layer("ledger")
            .definedBy(ROOT + ".ledger")
            .layer("reserve")
            .definedBy(ROOT + ".reserve")
            .layer("alert")
            .definedBy(ROOT + ".alert")
            .layer("breaker")
            .definedBy(ROOT + ".breaker")
            .optionalLayer("metrics")
            .definedBy(ROOT + ".metrics")
            .layer("policy")
            .definedBy(ROOT + ".policy")
            .optionalLayer("trail")
            .definedBy(ROOT + ".trail")
            .layer("forecast")
            .definedBy(ROOT + ".forecast")
            .layer("statement")
            .definedBy(ROOT + ".statement")
            .layer("webhook")
            .definedBy(ROOT + ".webhook")
            .layer("front door")
            .definedBy(ROOT)
            .whereLayer("front door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("trail")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("forecast")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("statement")
            .mayOnlyBeAccessedByLayers("front door")
            .whereLayer("webhook")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("metrics")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("policy")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("breaker")
            .mayOnlyBeAccessedByLayers("front door")
            .whereLayer("alert")
            .mayOnlyBeAccessedByLayers("breaker", "trail", "webhook", "metrics", "front door")
            .whereLayer("reserve")
            .mayOnlyBeAccessedByLayers("alert", "breaker", "policy", "metrics", "front door")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers(
                    "reserve", "alert", "breaker", "trail", "webhook", "forecast", "statement", "front door")
            .whereLayer("slice")
            .mayOnlyBeAccessedByLayers("ledger", "reserve");

    @ArchTest
    static final ArchRule packages_anywhere_haveNoCycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule failsafe_outsideItsRoom_isOnlyHandedOut = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".breaker", ROOT + ".policy", ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.failsafe..");

    @ArchTest
    static final ArchRule caffeine_outsideItsRoom_isUnknown = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".reserve")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.benmanes..");

    @ArchTest
    static final ArchRule sql_outsideItsRoom_isUnknown = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".ledger")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule json_outsideItsRoom_isUnknown = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".statement")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule http_outsideItsRoom_isUnknown = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".webhook")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "javax.crypto..");

    @ArchTest
    static final ArchRule slf4j_outsideItsRoom_isUnknown = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".alert")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..");

    @ArchTest
    static final ArchRule audit_outsideItsRoom_isUnknown = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".trail")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.leadfactory.audit..", "org.hibernate..", "jakarta..");

    @ArchTest
    static final ArchRule micrometer_outsideItsRoom_isUnknown = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".metrics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule packages_anywhere_areNullMarked = classes()
            .should()
            .beAnnotatedWith(NullMarked.class)
            .orShould(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                    DescribedPredicate.describe("in a @NullMarked package", ArchitectureTest::isInNullMarkedPackage)));

    private static boolean isInNullMarkedPackage(JavaClass javaClass) {
        return javaClass.getPackage().isAnnotatedWith(NullMarked.class);
    }
}
