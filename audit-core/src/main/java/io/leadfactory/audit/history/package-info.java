/**
 * What the events about one subject amount to.
 *
 * <p>In come the events of a subject; out come its state at an instant, the difference of two, an attribute's values over
 * time, and what would undo an event.
 */
@NullMarked
package io.leadfactory.audit.history;

import org.jspecify.annotations.NullMarked;
