package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Window;
import java.time.Instant;

/**
 * An account's totals beside the sum of its entries. Immutable.
 *
 * @param budget the budget's name
 * @param period the kind of period, as {@link io.leadfactory.budget.plan.Period#name()} says
 * @param start when the period began
 * @param totals what the account says
 * @param fold what its entries add up to
 */
public record LedgerCheck(String budget, String period, Instant start, Totals totals, Totals fold) {
    static LedgerCheck of(String budget, Window window, Totals totals, Totals fold) {
        return new LedgerCheck(budget, window.period().name(), window.start(), totals, fold);
    }

    /** {@return whether both agree to the nano-unit, and nothing is negative} */
    public boolean agrees() {
        return totals.equals(fold) && totals.spent() >= 0 && totals.held() >= 0;
    }

    @Override
    public String toString() {
        return "budget \"%s\", %s from %s: account says spent %s held %s, entries add up to spent %s held %s"
                .formatted(
                        budget,
                        period,
                        start,
                        NanoUnits.toDecimal(totals.spent()).toPlainString(),
                        NanoUnits.toDecimal(totals.held()).toPlainString(),
                        NanoUnits.toDecimal(fold.spent()).toPlainString(),
                        NanoUnits.toDecimal(fold.held()).toPlainString());
    }
}
