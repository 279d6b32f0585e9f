/**
 * The only room that hears of changed entities and collections.
 *
 * <p>In come Hibernate's events of entities and collections, and what statements did; out come drafts with the old and new values as
 * they are at that moment, each in the transaction of its session.
 */
@NullMarked
package io.leadfactory.audit.capture;

import org.jspecify.annotations.NullMarked;
