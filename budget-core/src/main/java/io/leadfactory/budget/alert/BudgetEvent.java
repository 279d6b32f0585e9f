package io.leadfactory.budget.alert;

import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Threshold;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that a listener is told. Immutable. */
public sealed interface BudgetEvent {
    /** {@return the budget's name} */
    String budget();

    /** {@return when, by the monitor's clock} */
    Instant at();

    /** {@return the event in a sentence} */
    String message();

    /** {@return what kind of event it is, as programs are told: {@code threshold.reached}} */
    String type();

    /** An event after which a budget stands at a balance. */
    sealed interface OfBalance extends BudgetEvent {
        /** {@return where the budget stands} */
        Balance balance();

        @Override
        default String budget() {
            return balance().budget();
        }
    }

    /**
     * Spend and holds reached a line for the first time in this period and round. Recorded once per budget, period, line and round,
     * and told by one of the processes that share a ledger; told again only as {@link BudgetListener} says; a spend that jumps over both lines causes two events, WARNING first. A new
     * round begins when a refund, a credit or another limit leaves spend and holds below a line that was told; holds that
     * end cheaper than they were begin none.
     *
     * @param status WARNING or STOP
     * @param balance the balance that reached it
     * @param round which round, from 1
     * @param at when, by the monitor's clock
     */
    record ThresholdReached(BudgetStatus status, Balance balance, int round, Instant at) implements OfBalance {
        @Override
        public String type() {
            return "threshold.reached";
        }

        @Override
        public String message() {
            return "budget \"%s\" reached %s: %s of %s spent, %s held"
                    .formatted(
                            budget(),
                            status,
                            balance.spent().toPlainString(),
                            balance.limit().toPlainString(),
                            balance.held().toPlainString());
        }
    }

    /**
     * Spend and holds reached one of the budget's further thresholds for the first time in this period and round, as {@link
     * ThresholdReached}.
     *
     * @param threshold the threshold
     * @param balance the balance that reached it
     * @param round which round, from 1
     * @param at when, by the monitor's clock
     */
    record ShareReached(Threshold threshold, Balance balance, int round, Instant at) implements OfBalance {
        @Override
        public String type() {
            return "share.reached";
        }

        @Override
        public String message() {
            return "budget \"%s\" reached %s %% of its limit: %s of %s spent, %s held"
                    .formatted(
                            budget(),
                            threshold.percent(),
                            balance.spent().toPlainString(),
                            balance.limit().toPlainString(),
                            balance.held().toPlainString());
        }
    }

    /**
     * A call cost more than it had reserved.
     *
     * @param reservation whose hold was too small
     * @param hold what was held
     * @param actual what it cost, all of which is recorded
     * @param balance the balance afterwards
     * @param at when, by the monitor's clock
     */
    record Overrun(ReservationId reservation, BigDecimal hold, BigDecimal actual, Balance balance, Instant at)
            implements OfBalance {
        @Override
        public String type() {
            return "overrun";
        }

        @Override
        public String message() {
            return "budget \"%s\" was overrun: reservation %s held %s and cost %s; now %s of %s spent"
                    .formatted(
                            budget(),
                            reservation,
                            hold.toPlainString(),
                            actual.toPlainString(),
                            balance.spent().toPlainString(),
                            balance.limit().toPlainString());
        }
    }

    /**
     * Somebody changed an account by hand: a refund, a correction, a credit, an override or its end.
     *
     * @param kind REFUND, ADJUSTMENT, CREDIT, OVERRIDE or OVERRIDE_ENDED
     * @param id its name in the ledger
     * @param amount what came back, was corrected, credited or allowed; zero of an override that ended
     * @param untilOrNull until when an override lasts; null otherwise
     * @param noteOrNull who did it and why; null if a refund has none
     * @param balance the balance afterwards
     * @param at when, by the monitor's clock
     */
    record Adjusted(
            Entry.Kind kind,
            ReservationId id,
            BigDecimal amount,
            @Nullable Instant untilOrNull,
            @Nullable Note noteOrNull,
            Balance balance,
            Instant at)
            implements OfBalance {
        @Override
        public String type() {
            return "adjusted";
        }

        @Override
        public String message() {
            return "budget \"%s\": %s %s%s%s; now %s of %s spent"
                    .formatted(
                            budget(),
                            kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            amount.signum() == 0 ? id : amount.toPlainString(),
                            untilOrNull == null ? "" : " until " + untilOrNull,
                            noteOrNull == null ? "" : " by %s: %s".formatted(noteOrNull.author(), noteOrNull.reason()),
                            balance.spent().toPlainString(),
                            balance.limit().toPlainString());
        }
    }

    /**
     * Somebody defined a budget or template anew, added one or removed one, in this process.
     *
     * @param budget its name
     * @param beforeOrNull what was defined by that name; null if nothing was
     * @param afterOrNull what is defined now; null if it was removed
     * @param noteOrNull who did it and why; null if nobody said
     * @param at when, by the monitor's clock
     */
    record LimitChanged(
            String budget,
            @Nullable Budget beforeOrNull,
            @Nullable Budget afterOrNull,
            @Nullable Note noteOrNull,
            Instant at)
            implements BudgetEvent {
        /** {@return the limit that applied; empty if it is new} */
        public Optional<BigDecimal> oldLimit() {
            return Optional.ofNullable(beforeOrNull).map(Budget::limit);
        }

        /** {@return the limit that applies; empty if it was removed} */
        public Optional<BigDecimal> newLimit() {
            return Optional.ofNullable(afterOrNull).map(Budget::limit);
        }

        @Override
        public String type() {
            return "limit.changed";
        }

        @Override
        public String message() {
            return "budget \"%s\" was %s%s"
                    .formatted(
                            budget,
                            change(),
                            noteOrNull == null ? "" : " by %s: %s".formatted(noteOrNull.author(), noteOrNull.reason()));
        }

        private String change() {
            if (beforeOrNull == null) {
                return "defined: " + text(afterOrNull);
            }
            return afterOrNull == null
                    ? "removed: " + text(beforeOrNull)
                    : "defined anew: %s instead of %s".formatted(text(afterOrNull), text(beforeOrNull));
        }

        private static String text(@Nullable Budget budget) {
            return budget == null
                    ? "nothing"
                    : "%s per %s".formatted(budget.format(budget.limit()), budget.period())
                            + budget.forEach().map(" for each "::concat).orElse("");
        }
    }

    /**
     * A call whose cost nobody knew passed, as the monitor's policy says: it is charged nothing unless its cost is told. Told once
     * for each budget that it was held in.
     *
     * @param reservation the id of its hold
     * @param balance the balance afterwards
     * @param at when, by the monitor's clock
     */
    record UnpricedPassed(ReservationId reservation, Balance balance, Instant at) implements OfBalance {
        @Override
        public String type() {
            return "unpriced.passed";
        }

        @Override
        public String message() {
            return "budget \"%s\" let an unpriced call pass: reservation %s; %s of %s spent without it"
                    .formatted(
                            budget(),
                            reservation,
                            balance.spent().toPlainString(),
                            balance.limit().toPlainString());
        }
    }

    /**
     * The budget's circuit breaker changed, in this process.
     *
     * @param budget the budget's name
     * @param state what it is now
     * @param reason why, in a few words
     * @param at when, by the monitor's clock
     */
    record BreakerChanged(String budget, BreakerState state, String reason, Instant at) implements BudgetEvent {
        @Override
        public String type() {
            return "breaker.changed";
        }

        @Override
        public String message() {
            return "circuit breaker of budget \"%s\" is %s: %s"
                    .formatted(budget, state.name().toLowerCase(Locale.ROOT).replace('_', '-'), reason);
        }
    }

    /**
     * The database of the ledger cannot be reached, by this process. Told once per outage and budget, on a thread of the store.
     *
     * @param budget the budget's name
     * @param at when, by the monitor's clock
     */
    record LedgerDown(String budget, Instant at) implements BudgetEvent {
        @Override
        public String type() {
            return "ledger.down";
        }

        @Override
        public String message() {
            return "the ledger of budget \"%s\" cannot be reached: the database is down".formatted(budget);
        }
    }

    /**
     * The ledger answers again, and what this process did meanwhile is recorded; on a thread of the store.
     *
     * @param budget the budget's name
     * @param spent what this process spent meanwhile
     * @param at when, by the monitor's clock
     */
    record LedgerBack(String budget, BigDecimal spent, Instant at) implements BudgetEvent {
        @Override
        public String type() {
            return "ledger.back";
        }

        @Override
        public String message() {
            return "the ledger of budget \"%s\" is back: %s spent meanwhile is recorded"
                    .formatted(budget, spent.toPlainString());
        }
    }

    /**
     * The ledger refused the end of a hold that was acknowledged while it could not be reached; somebody must look at it. What was held
     * stays held.
     *
     * @param budget the budget's name
     * @param reservation whose hold it is
     * @param hold what is held
     * @param actual what it cost
     * @param reason why the ledger refused it
     * @param at when, by the monitor's clock
     */
    record Unrecorded(
            String budget, ReservationId reservation, BigDecimal hold, BigDecimal actual, String reason, Instant at)
            implements BudgetEvent {
        @Override
        public String type() {
            return "unrecorded";
        }

        @Override
        public String message() {
            return "budget \"%s\": reservation %s held %s and cost %s, which is not recorded: %s"
                    .formatted(budget, reservation, hold.toPlainString(), actual.toPlainString(), reason);
        }
    }
}
