package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One line of an account: by how much it changed what is held and what is spent. Immutable; entries are only ever
 * appended, and an account's balance is their sum.
 *
 * @param kind what happened
 * @param reservation whose hold it was
 * @param heldUnits change of what is held, in nano-units
 * @param spentUnits change of what is spent, in nano-units
 * @param at when, to the millisecond
 */
public record Entry(Kind kind, ReservationId reservation, long heldUnits, long spentUnits, Instant at) {
    /** What an entry records. */
    public enum Kind {
        /** An upper bound was set aside. */
        HOLD,
        /** The hold ended and its actual cost, up to the hold, was spent. */
        COMMIT,
        /** The hold ended and nothing was spent. */
        RELEASE,
        /** The hold ended without anybody saying what it cost, and was charged in full or as far as the policy says. */
        CHARGE,
        /** What a call cost beyond its hold; always together with a {@link #COMMIT}. */
        OVERRUN,
        /** The sum of what tickets held and spent since the last such entry; of no reservation in particular. */
        SETTLEMENT,
        /** The sum of older entries that a ledger in memory no longer keeps one by one. */
        BROUGHT_FORWARD
    }

    /** {@return change of what is held} */
    public BigDecimal held() {
        return NanoUnits.toDecimal(heldUnits);
    }

    /** {@return change of what is spent} */
    public BigDecimal spent() {
        return NanoUnits.toDecimal(spentUnits);
    }

    @Override
    public String toString() {
        return "%s %s held %s spent %s at %s"
                .formatted(kind, reservation, held().toPlainString(), spent().toPlainString(), at);
    }
}
