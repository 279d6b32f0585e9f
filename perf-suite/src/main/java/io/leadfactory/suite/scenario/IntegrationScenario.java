package io.leadfactory.suite.scenario;

import io.leadfactory.perf.junit.PerfGroup;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a scenario of the contract's group on both libraries in one operation. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PerfGroup(id = "integration", title = "Integration")
@ExtendWith(SuiteExtension.class)
@interface IntegrationScenario {}
