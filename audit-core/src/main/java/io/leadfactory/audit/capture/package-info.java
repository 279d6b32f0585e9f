/**
 * The only room that listens to Hibernate.
 *
 * <p>In come events of entities and collections, and explicit entries of a session's transaction; out comes one batch, written before completion on the session's own connection.
 */
@NullMarked
package io.leadfactory.audit.capture;

import org.jspecify.annotations.NullMarked;
