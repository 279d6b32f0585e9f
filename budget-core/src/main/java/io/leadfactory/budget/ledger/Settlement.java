package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * How a hold ends. Immutable.
 *
 * @param kind COMMIT, RELEASE or CHARGE
 * @param reservation whose hold it is
 * @param heldUnits the hold, in nano-units
 * @param actualUnits what it cost, in nano-units; may be more than the hold
 */
public record Settlement(Entry.Kind kind, ReservationId reservation, long heldUnits, long actualUnits) {
    /**
     * Checks that the figures fit the kind.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Settlement {
        boolean fits = switch (kind) {
            case COMMIT -> actualUnits >= 0;
            case RELEASE -> actualUnits == 0;
            case CHARGE -> actualUnits >= 0 && actualUnits <= heldUnits;
            default -> false;
        };
        if (!fits || heldUnits <= 0) {
            throw new IllegalArgumentException("a hold of %s cannot end as %s of %s"
                    .formatted(NanoUnits.toDecimal(heldUnits), kind, NanoUnits.toDecimal(actualUnits)));
        }
    }

    /** {@return what it cost beyond the hold, in nano-units} */
    public long overrunUnits() {
        return Math.max(0, actualUnits - heldUnits);
    }

    /** {@return what it cost, in currency units} */
    public BigDecimal actual() {
        return NanoUnits.toDecimal(actualUnits);
    }

    /** The end that these entries record: the end itself, then an overrun. */
    static Settlement of(List<Entry> entries) {
        Entry end = entries.get(0);
        long cost = entries.stream().mapToLong(Entry::spentUnits).sum();
        return new Settlement(end.kind(), end.reservation(), -end.heldUnits(), cost);
    }

    /** Refuses another end than the one that is recorded. */
    void requireSame(Settlement recorded) {
        if (kind != recorded.kind || actualUnits != recorded.actualUnits) {
            throw new LedgerException("cannot end reservation %s as %s of %s: the ledger has it as %s of %s already"
                    .formatted(
                            reservation,
                            kind,
                            actual().toPlainString(),
                            recorded.kind,
                            recorded.actual().toPlainString()));
        }
    }

    /** Why an account does not take it. */
    LedgerException refusedBy(Account account, Totals totals) {
        return totals.held() >= heldUnits
                ? tooLargeFor(account)
                : new LedgerException("cannot end reservation %s of %s in budget \"%s\": only %s is held in %s"
                        .formatted(
                                reservation,
                                NanoUnits.toDecimal(heldUnits).toPlainString(),
                                account.budget().name(),
                                NanoUnits.toDecimal(totals.held()).toPlainString(),
                                account.window()));
    }

    LedgerException tooLargeFor(Account account) {
        return new LedgerException("cannot record a cost of %s in budget \"%s\": the account would pass %s"
                .formatted(
                        NanoUnits.toDecimal(actualUnits).toPlainString(),
                        account.budget().name(),
                        NanoUnits.toDecimal(Long.MAX_VALUE).toPlainString()));
    }

    /** The entries that record it, in this order. */
    List<Entry> entries(Instant at) {
        Entry end = new Entry(kind, reservation, -heldUnits, Math.min(actualUnits, heldUnits), at);
        return overrunUnits() == 0
                ? List.of(end)
                : List.of(end, new Entry(Entry.Kind.OVERRUN, reservation, 0, overrunUnits(), at));
    }
}
