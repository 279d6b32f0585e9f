/**
 * What is done after a transaction about what it left.
 *
 * <p>In come the events that the database did not take, the events of transactions that came to nothing, and failures; out come
 * events that are stored later, each exactly once, one event for each failed attempt, and counts of what went wrong.
 */
@NullMarked
package io.leadfactory.audit.recovery;

import org.jspecify.annotations.NullMarked;
