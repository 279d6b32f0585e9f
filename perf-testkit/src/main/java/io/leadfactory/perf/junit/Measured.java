package io.leadfactory.perf.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes the body of a {@link PerfTest} method the operation: JUnit calls it once, with all that surrounds a test, and if
 * that succeeds it is measured by calling it again and again on the same instance.
 *
 * <p>For simple methods only: it has no parameters, and {@code @BeforeEach}, {@code @AfterEach} and other extensions happen
 * once around everything, not around each operation. With several users it is called by several threads at the same time.
 * Whoever needs more takes a {@link PerfRun} and measures a lambda. What is not given comes from the settings of the run.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Measured {
    /**
     * How many users call it at the same time.
     *
     * @return at least 1; 0 for the setting {@code perf.users}
     */
    int users() default 0;

    /**
     * At which numbers of users it is measured in turn, as a {@link io.leadfactory.perf.define.Sweep}: the limits judge the
     * highest, and may be on scaling, {@code "efficiency > 0.6"} or {@code "degradation < 1.5"}.
     *
     * @return ascending, two or more, four or more to fit a law, {@code {1, 2, 4, 8}}; empty for one number of users
     */
    int[] sweep() default {};

    /**
     * How often each number of users of a sweep is measured.
     *
     * @return at least 3; 0 for the default of five rounds
     */
    int rounds() default 0;

    /**
     * How long it is measured.
     *
     * @return a time with its unit, {@code "2 s"}; empty for the setting {@code perf.duration}, unless there are iterations
     */
    String duration() default "";

    /**
     * After how many operations the measurement ends.
     *
     * @return operations of all users together; 0 for no such end
     */
    long iterations() default 0;
}
