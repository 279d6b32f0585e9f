/**
 * Room that one process spends alone, with atomics. In come grants of room, and reservations and their ends; out go
 * tickets, refusals that are exact to the nano-unit, and a tally of what was held and spent.
 */
@NullMarked
package io.leadfactory.budget.slice;

import org.jspecify.annotations.NullMarked;
