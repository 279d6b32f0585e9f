/**
 * What an audit trail is about: subjects, explicit entries, stored events, annotations and the ways it can fail.
 *
 * <p>In comes what an application wants recorded; out come immutable values that every other room speaks in.
 */
@NullMarked
package io.leadfactory.audit.event;

import org.jspecify.annotations.NullMarked;
