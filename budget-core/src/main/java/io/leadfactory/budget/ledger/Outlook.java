package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;

/**
 * What an account will be when what lasts until then has ended, if nothing else happens. Immutable.
 *
 * @param budget the budget, with the limit and the lines that apply then
 * @param totals what it stands at then
 */
public record Outlook(Budget budget, Totals totals) {
    static Outlook of(Budget definition, long limitUnits, Totals now, long endingUnits) {
        long allowance = now.allowance() - endingUnits;
        return new Outlook(
                definition.withLimitUnits(limitUnits + allowance), new Totals(now.spent(), now.held(), allowance));
    }
}
