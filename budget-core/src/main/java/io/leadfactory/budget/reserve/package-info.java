/**
 * Reserve, then commit or release. In come spends with their tags; out go decisions and reservations that end exactly
 * once, and to an observer what each did to an account.
 */
@NullMarked
package io.leadfactory.budget.reserve;

import org.jspecify.annotations.NullMarked;
