package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.NanoUnits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of an account that is neither a hold nor the end of one. Immutable.
 *
 * @param kind REFUND, ADJUSTMENT, CREDIT, OVERRIDE or OVERRIDE_ENDED
 * @param id a new id; of an override that ends, its own: one that is not there, or has ended, changes nothing
 * @param units by how much, in nano-units: what comes back, is credited or allowed, positive; of an ADJUSTMENT what is spent
 *     in addition, negative if less is; of an OVERRIDE_ENDED zero
 * @param untilOrNull until when an OVERRIDE lasts; null otherwise
 * @param noteOrNull who did it and why; null only of a REFUND
 * @param keyOrNull the name of the request, so that it is done once; null if it has none
 */
public record Adjustment(
        Entry.Kind kind,
        ReservationId id,
        long units,
        @Nullable Instant untilOrNull,
        @Nullable Note noteOrNull,
        @Nullable RequestKey keyOrNull) {
    /**
     * Checks that the figures fit the kind.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Adjustment {
        boolean fits = switch (kind) {
            case REFUND, CREDIT -> units > 0 && untilOrNull == null;
            case ADJUSTMENT -> units != 0 && units != Long.MIN_VALUE && untilOrNull == null;
            case OVERRIDE -> units > 0 && untilOrNull != null;
            case OVERRIDE_ENDED -> units == 0 && untilOrNull == null;
            default -> false;
        };
        if (!fits || (noteOrNull == null && kind != Entry.Kind.REFUND)) {
            throw new IllegalArgumentException("an account cannot be changed by %s of %s until %s, %s note"
                    .formatted(kind, NanoUnits.toDecimal(units), untilOrNull, noteOrNull == null ? "without" : "with"));
        }
    }

    /**
     * Without a key.
     *
     * @param kind REFUND, ADJUSTMENT, CREDIT, OVERRIDE or OVERRIDE_ENDED
     * @param id a new id; of an override that ends, its own
     * @param units by how much, in nano-units
     * @param untilOrNull until when an OVERRIDE lasts; null otherwise
     * @param noteOrNull who did it and why; null only of a REFUND
     * @throws IllegalArgumentException if the figures do not fit the kind
     */
    public Adjustment(
            Entry.Kind kind, ReservationId id, long units, @Nullable Instant untilOrNull, @Nullable Note noteOrNull) {
        this(kind, id, units, untilOrNull, noteOrNull, null);
    }

    /** {@return by how much it changes what is spent, in nano-units} */
    long spentUnits() {
        return switch (kind) {
            case REFUND -> -units;
            case ADJUSTMENT -> units;
            default -> 0;
        };
    }

    /** {@return by how much it changes the allowance, in nano-units; an override that ends is looked up} */
    long allowanceUnits() {
        return kind == Entry.Kind.CREDIT || kind == Entry.Kind.OVERRIDE ? units : 0;
    }

    Entry entry(Instant at) {
        return new Entry(kind, id, 0, spentUnits(), allowanceUnits(), at, noteOrNull);
    }

    /** Refuses what an account cannot take. */
    void requireFits(Account account, Totals before) {
        if (spentUnits() < 0 && before.spent() + spentUnits() < 0) {
            throw refused(
                    account,
                    "only %s is spent in %s"
                            .formatted(NanoUnits.toDecimal(before.spent()).toPlainString(), account.window()));
        }
        if (spentUnits() > Long.MAX_VALUE - before.exposure()
                || allowanceUnits() > Long.MAX_VALUE - account.budget().limitUnits()) {
            throw tooLarge(account);
        }
    }

    LedgerException tooLarge(Account account) {
        return refused(
                account,
                "the account would pass " + NanoUnits.toDecimal(Long.MAX_VALUE).toPlainString());
    }

    private LedgerException refused(Account account, String why) {
        return new LedgerException("cannot record %s of %s in budget \"%s\": %s"
                .formatted(
                        kind,
                        NanoUnits.toDecimal(units).toPlainString(),
                        account.budget().name(),
                        why));
    }
}
