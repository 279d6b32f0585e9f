package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Threshold;
import java.time.Instant;
import java.util.List;

/**
 * A line that was recorded as reached, and of which nobody has said that the listeners were told. Immutable. Budget, period,
 * round and share name it in every process.
 *
 * @param budget the budget's name
 * @param period the name of the kind of period
 * @param start when the period began
 * @param round how often the account's lines were armed then
 * @param shareUnits the share of the limit, in billionths
 * @param totals what the account stood at
 * @param limitUnits the limit then, allowance included, in nano-units
 * @param at when it was reached, to the millisecond
 */
public record UntoldLine(
        String budget,
        String period,
        Instant start,
        int round,
        long shareUnits,
        Totals totals,
        long limitUnits,
        Instant at) {
    /**
     * {@return the lines that a posting reached, each once, though two may lie at one share}
     *
     * @param posting the posting
     * @param at when
     */
    public static List<UntoldLine> of(Posting posting, Instant at) {
        Account account = posting.account();
        return posting.reached().stream()
                .mapToLong(Threshold::shareUnits)
                .distinct()
                .mapToObj(share -> new UntoldLine(
                        account.budget().name(),
                        account.window().period().name(),
                        account.window().start(),
                        posting.round(),
                        share,
                        posting.after(),
                        account.budget().limitUnits(),
                        at))
                .toList();
    }
}
