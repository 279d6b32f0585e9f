/**
 * The front door. In come definitions and spends; out go decisions, balances and a circuit breaker for each budget, put
 * together from the rooms behind it.
 */
@NullMarked
package io.leadfactory.budget;

import org.jspecify.annotations.NullMarked;
