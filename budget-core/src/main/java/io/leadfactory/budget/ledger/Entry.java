package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of an account: by how much it changed what is held, what is spent, and what may be spent beyond the budget's own
 * limit. Immutable; entries are only ever appended, and an account's balance is their sum.
 *
 * @param kind what happened
 * @param reservation whose hold it was; of what was no hold, its own id
 * @param heldUnits change of what is held, in nano-units
 * @param spentUnits change of what is spent, in nano-units
 * @param allowanceUnits change of the allowance, which is added to the limit, in nano-units
 * @param at when, to the millisecond
 * @param noteOrNull who did it and why; null if nobody in particular did
 */
public record Entry(
        Kind kind,
        ReservationId reservation,
        long heldUnits,
        long spentUnits,
        long allowanceUnits,
        Instant at,
        @Nullable Note noteOrNull) {
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
        /** Money came back: less is spent. */
        REFUND,
        /** What is spent was corrected, up or down. */
        ADJUSTMENT,
        /** The limit was raised for the rest of the period. */
        CREDIT,
        /** What the period before had left unused, up to the budget's cap. */
        CARRY_OVER,
        /** The limit was raised for a time. */
        OVERRIDE,
        /** The time of an {@link #OVERRIDE} is over, or it was taken back. */
        OVERRIDE_ENDED,
        /** What was spent longer ago than a rolling period reaches back. */
        FELL_OUT,
        /** The sum of what tickets held and spent since the last such entry; of no reservation in particular. */
        SETTLEMENT,
        /** Set aside beforehand, to be spent while the database is down. */
        EMERGENCY,
        /** Granted while the database was down, and set aside afterwards, even beyond the stop line; a {@link #COMMIT} follows. */
        OUTAGE,
        /** The sum of older entries that a ledger in memory no longer keeps one by one. */
        BROUGHT_FORWARD
    }

    /**
     * Of a hold or its end: no allowance, nobody in particular.
     *
     * @param kind what happened
     * @param reservation whose hold it was
     * @param heldUnits change of what is held, in nano-units
     * @param spentUnits change of what is spent, in nano-units
     * @param at when, to the millisecond
     */
    public Entry(Kind kind, ReservationId reservation, long heldUnits, long spentUnits, Instant at) {
        this(kind, reservation, heldUnits, spentUnits, 0, at, null);
    }

    /** {@return change of what is held} */
    public BigDecimal held() {
        return NanoUnits.toDecimal(heldUnits);
    }

    /** {@return change of what is spent} */
    public BigDecimal spent() {
        return NanoUnits.toDecimal(spentUnits);
    }

    /** {@return change of what may be spent beyond the budget's own limit} */
    public BigDecimal allowance() {
        return NanoUnits.toDecimal(allowanceUnits);
    }

    /** {@return who did it and why; empty if nobody in particular did} */
    public Optional<Note> note() {
        return Optional.ofNullable(noteOrNull);
    }

    @Override
    public String toString() {
        String allowed = allowanceUnits == 0 ? "" : " allowance " + allowance().toPlainString();
        return "%s %s held %s spent %s%s at %s"
                .formatted(kind, reservation, held().toPlainString(), spent().toPlainString(), allowed, at);
    }
}
