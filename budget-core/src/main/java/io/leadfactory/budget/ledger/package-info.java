/**
 * The account book. In come holds and settlements for one budget in one period; out go the account's totals after each,
 * and append-only entries whose fold they are, in memory or in a database.
 */
@NullMarked
package io.leadfactory.budget.ledger;

import org.jspecify.annotations.NullMarked;
