package io.leadfactory.perf.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States the limits of a {@link PerfTest} beside it: every measurement that its {@link PerfRun} made, or that
 * {@link Measured} made of it, is judged by all of them.
 *
 * <p>A limit that cannot be read is refused before anything is measured.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Limits {
    /**
     * Limits as text: a metric's id, a sign, and an amount with its unit.
     *
     * @return limits, {@code {"p99.9 < 80 ms", "allocated <= 4 KB"}}
     */
    String[] value() default {};

    /**
     * What the mean must be below.
     *
     * @return a time with its unit, {@code "20 ms"}; empty for no limit
     */
    String mean() default "";

    /**
     * What the median must be below.
     *
     * @return a time with its unit; empty for no limit
     */
    String p50() default "";

    /**
     * What the 95th percentile must be below.
     *
     * @return a time with its unit; empty for no limit
     */
    String p95() default "";

    /**
     * What the 99th percentile must be below.
     *
     * @return a time with its unit; empty for no limit
     */
    String p99() default "";

    /**
     * What the longest time must be below.
     *
     * @return a time with its unit; empty for no limit
     */
    String max() default "";

    /**
     * What the throughput must reach.
     *
     * @return a rate with its unit, {@code "200 /s"}; empty for no limit
     */
    String throughput() default "";

    /**
     * How many errors are allowed that the scenario does not expect.
     *
     * @return the number, none by default
     */
    long errors() default 0;
}
