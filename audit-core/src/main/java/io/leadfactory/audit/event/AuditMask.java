package io.leadfactory.audit.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An attribute that is recorded as {@code ***}: that it changed can be seen, its value cannot. Null stays null. With a key in
 * setting {@code leadfactory.audit.mask-key} a digest follows that equal values have in common.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface AuditMask {}
