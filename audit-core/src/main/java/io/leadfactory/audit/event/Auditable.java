package io.leadfactory.audit.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An entity whose inserts, updates and deletes are recorded, in the transaction that makes them. Subclasses are
 * recorded as well, each under its own name.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Auditable {

    /** {@return the subject type of the events, at most {@value Subject#MAX_TYPE_LENGTH} characters; by default the entity's name} */
    String name() default "";
}
