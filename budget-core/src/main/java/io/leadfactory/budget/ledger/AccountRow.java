package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;

/**
 * A row of an account as a transaction saw it. Immutable.
 *
 * @param totals what is spent, held and allowed
 * @param limitUnits the limit of the definition that applies
 * @param stopShare the share of the limit that is never passed, in billionths
 * @param stopUnits where that lies, allowance included
 * @param toldShare up to which share lines were told in this round, in billionths
 * @param toldRound how often lines were armed
 * @param dueMillis from when it must be tended
 */
record AccountRow(
        Totals totals, long limitUnits, long stopShare, long stopUnits, long toldShare, int toldRound, long dueMillis) {
    static AccountRow of(Budget definition) {
        return fresh(definition.limitUnits(), definition.stopShareUnits(), 0);
    }

    /** A new row with the definition of another, and what is carried over into it. */
    static AccountRow inheriting(AccountRow before, long carriedOver) {
        return fresh(before.limitUnits, before.stopShare, Math.min(carriedOver, Long.MAX_VALUE - before.limitUnits));
    }

    private static AccountRow fresh(long limitUnits, long stopShare, long allowance) {
        return new AccountRow(
                new Totals(0, 0, allowance),
                limitUnits,
                stopShare,
                Budget.lineUnits(limitUnits + allowance, stopShare),
                0,
                1,
                Long.MAX_VALUE);
    }

    /** With what is spent, held and allowed changed; the stop line follows the allowance. */
    AccountRow with(Totals changed) {
        return new AccountRow(
                changed,
                limitUnits,
                stopShare,
                Budget.lineUnits(limitUnits + changed.allowance(), stopShare),
                toldShare,
                toldRound,
                dueMillis);
    }

    AccountRow withDefinition(Budget definition) {
        return new AccountRow(
                totals,
                definition.limitUnits(),
                definition.stopShareUnits(),
                Budget.lineUnits(definition.limitUnits() + totals.allowance(), definition.stopShareUnits()),
                toldShare,
                toldRound,
                dueMillis);
    }

    AccountRow dueAt(long millis) {
        return new AccountRow(totals, limitUnits, stopShare, stopUnits, toldShare, toldRound, millis);
    }

    AccountRow toldUpTo(long share, int round) {
        return new AccountRow(totals, limitUnits, stopShare, stopUnits, share, round, dueMillis);
    }

    /** What lies above spend and holds is told again when it is reached again. */
    AccountRow armed(Budget lines) {
        long reached = lines.shareReached(totals.exposure());
        return reached < toldShare ? toldUpTo(reached, toldRound + 1) : this;
    }

    boolean hasRoom(long units) {
        return totals.exposure() <= stopUnits - units;
    }

    boolean isDefinedAs(Budget definition) {
        return limitUnits == definition.limitUnits() && stopShare == definition.stopShareUnits();
    }
}
