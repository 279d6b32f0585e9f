/**
 * Alerts for other systems. In come events from the threads that spend; out go signed HTTP posts, in order and again until
 * they are taken, from a thread of their own.
 */
@NullMarked
package io.leadfactory.budget.webhook;

import org.jspecify.annotations.NullMarked;
