/**
 * The account book. In come holds and settlements for one budget in one period, call by call or as the sum of what a
 * granted slice spent; out go the account's totals, grants of room, and append-only entries whose fold the totals are, in
 * memory or in a database, also one that is down for a while.
 */
@NullMarked
package io.leadfactory.budget.ledger;

import org.jspecify.annotations.NullMarked;
