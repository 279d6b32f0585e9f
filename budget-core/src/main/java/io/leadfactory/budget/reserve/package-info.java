/**
 * Reserve, then commit or release. In come definitions, and spends with their tags, or nano-units on a line that was looked up
 * once; out go decisions, reservations and tickets that end exactly once, and to an observer what each did to an account.
 */
@NullMarked
package io.leadfactory.budget.reserve;

import org.jspecify.annotations.NullMarked;
