package io.leadfactory.audit.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An attribute that is never recorded: an update that changes nothing else leaves no event. Or a class that is not
 * audited, nor its subclasses, where every entity is audited ({@code leadfactory.audit.mode=ALL}) or a superclass is
 * {@link Auditable}; a subclass can be {@link Auditable} again.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AuditIgnore {}
