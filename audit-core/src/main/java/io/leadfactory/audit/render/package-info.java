/**
 * How an entity's values become JSON, through Hibernate's own types.
 *
 * <p>In come the mapping and the values of an event of an entity or a collection; out come an identifier's text, a state and a difference as canonical JSON.
 */
@NullMarked
package io.leadfactory.audit.render;

import org.jspecify.annotations.NullMarked;
