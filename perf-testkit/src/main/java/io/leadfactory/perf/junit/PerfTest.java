package io.leadfactory.perf.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Marks a test method that is one scenario of a performance report. It takes a {@link PerfRun} as parameter, measures
 * with it and has its figures judged; at its end all findings together decide about the test.
 *
 * <p>The test is tagged {@code performance}, stays on one thread and runs while no other test of the same JUnit engine
 * does. Tests of other processes, as of a second fork of the build, are not kept away.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Test
@Tag("performance")
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(value = Resources.GLOBAL, mode = ResourceAccessMode.READ_WRITE)
@ExtendWith(PerfExtension.class)
public @interface PerfTest {
    /**
     * The scenario's short name in every report, {@code "A1"}; once in a run.
     *
     * @return the id, not blank
     */
    String id();

    /**
     * What is measured, in a few words.
     *
     * @return the title
     */
    String title();

    /**
     * The id of the group it belongs to.
     *
     * @return the id; empty for that of the class's {@link PerfGroup}, or the class's name if it has none
     */
    String group() default "";
}
