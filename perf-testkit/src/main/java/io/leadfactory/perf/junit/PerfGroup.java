package io.leadfactory.perf.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a test class whose {@link PerfTest} methods are one group of a performance report. */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PerfExtension.class)
public @interface PerfGroup {
    /**
     * The group's id, {@code "audit"}.
     *
     * @return the id, not blank
     */
    String id();

    /**
     * The heading over the group's table.
     *
     * @return the title
     */
    String title();
}
