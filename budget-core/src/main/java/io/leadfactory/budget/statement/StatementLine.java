package io.leadfactory.budget.statement;

import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Totals;

/**
 * An entry, and what the entries add up to with it. Immutable.
 *
 * @param entry the entry
 * @param after the sum of this entry and all before it
 */
public record StatementLine(Entry entry, Totals after) {}
