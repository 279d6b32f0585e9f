package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** The answer to a try to reserve. Immutable. Refusal is normal, and says why and until when. */
public sealed interface Decision {
    /** {@return whether the amount is reserved} */
    boolean isGranted();

    /** {@return whether the request was granted before, by its key: whoever made it then may have made the call} */
    default boolean isRepeated() {
        return false;
    }

    /**
     * {@return the reservation, to be committed or released}
     *
     * @throws BudgetRefusedException if it was refused
     * @throws ReservationEndedException if it was granted before, by its key, and has ended
     */
    Reservation reservation();

    /** {@return why it was refused; empty if it was granted, now or before} */
    Optional<Refused> refusal();

    /**
     * The amount is held in every budget that covers the spend.
     *
     * @param reservation to be committed or released
     */
    record Granted(Reservation reservation) implements Decision {
        @Override
        public boolean isGranted() {
            return true;
        }

        @Override
        public Optional<Refused> refusal() {
            return Optional.empty();
        }
    }

    /**
     * The same request was granted before, by its key, and nothing more is held now. It counts as granted as long as that
     * reservation is open: whoever has the second answer can end it as well, once. Whether the call was made already only the
     * caller can know.
     *
     * @param original the reservation of that time, open or ended: it tells how
     * @param reservedAt when it was granted
     */
    record Repeated(Reservation original, Instant reservedAt) implements Decision {
        @Override
        public boolean isGranted() {
            return original.isOpen();
        }

        @Override
        public boolean isRepeated() {
            return true;
        }

        @Override
        public Reservation reservation() {
            original.requireOpen("used again");
            return original;
        }

        @Override
        public Optional<Refused> refusal() {
            return Optional.empty();
        }
    }

    /**
     * A budget has too little room, and nothing is held in any.
     *
     * @param budget the budget that refused, the first by name if several would
     * @param window the period in which it did
     * @param wanted the amount asked for
     * @param left what can still be reserved in it
     */
    record Refused(Budget budget, Window window, BigDecimal wanted, BigDecimal left) implements Decision {
        @Override
        public boolean isGranted() {
            return false;
        }

        @Override
        public Reservation reservation() {
            throw new BudgetRefusedException(this);
        }

        @Override
        public Optional<Refused> refusal() {
            return Optional.of(this);
        }

        /**
         * {@return from when the same spend may work again, holds that are released earlier aside: the end of the
         * period} Empty if the period never ends, or the amount is beyond the stop line of any period.
         */
        public Optional<Instant> againFrom() {
            return fitsAnyPeriod() ? window.end() : Optional.empty();
        }

        /** {@return the refusal in a sentence} */
        public String message() {
            String until = window.end().map(end -> " until " + end).orElse("");
            String hint = fitsAnyPeriod()
                    ? ""
                    : "; it can never hold more than its stop line of " + budget.format(stopLine());
            return "cannot reserve %s from budget \"%s\": %s left%s%s"
                    .formatted(budget.format(wanted), budget.name(), budget.format(left), until, hint);
        }

        private boolean fitsAnyPeriod() {
            return wanted.compareTo(stopLine()) <= 0;
        }

        private BigDecimal stopLine() {
            return NanoUnits.toDecimal(budget.stopUnits());
        }
    }
}
