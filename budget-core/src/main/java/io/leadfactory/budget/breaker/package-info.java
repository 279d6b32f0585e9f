/**
 * A Failsafe circuit breaker for each budget. In comes what the engine did to accounts; out go the breaker's transitions,
 * and events that tell of them.
 */
@NullMarked
package io.leadfactory.budget.breaker;

import org.jspecify.annotations.NullMarked;
