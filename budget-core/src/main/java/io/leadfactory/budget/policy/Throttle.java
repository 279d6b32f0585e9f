package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigInteger;
import java.time.Duration;

/**
 * How long to wait before the next call, so that a budget is used up more slowly near its end: not at all below the warn
 * line, then longer in proportion to what is spent and held, up to a maximum at the stop line. Immutable. It is advice: it
 * waits for nobody; {@link ThrottlePolicy} does.
 */
public final class Throttle {
    /** The longest maximum: a day. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Budget budget;
    private final Duration max;

    private Throttle(Budget budget, Duration max) {
        this.budget = budget;
        this.max = max;
    }

    /**
     * {@return advice for a budget}
     *
     * @param budget the budget, with its lines
     * @param max how long to wait at the stop line; more than nothing and at most a day
     * @throws IllegalArgumentException if one is null, or the maximum is out of range
     */
    public static Throttle of(Budget budget, Duration max) {
        if (budget == null) {
            throw new IllegalArgumentException("budget must not be null");
        }
        if (max == null || max.isNegative() || max.isZero() || max.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "max must be more than nothing and at most %s: %s".formatted(LONGEST, max));
        }
        return new Throttle(budget, max);
    }

    /** {@return the budget that it is about} */
    public Budget budget() {
        return budget;
    }

    /** {@return how long to wait at the stop line} */
    public Duration max() {
        return max;
    }

    /**
     * {@return how long to wait at this balance}
     *
     * @param balance the budget's balance
     * @throws IllegalArgumentException if it is of another budget
     */
    public Duration delayAt(Balance balance) {
        if (!balance.budget().equals(budget.name())) {
            throw new IllegalArgumentException("cannot throttle budget \"%s\" by the balance of \"%s\""
                    .formatted(budget.name(), balance.budget()));
        }
        if (balance.status() == BudgetStatus.STOP) {
            return max;
        }
        long beyond =
                NanoUnits.of("spent", balance.spent()) + NanoUnits.of("held", balance.held()) - budget.warnUnits();
        long range = budget.stopUnits() - budget.warnUnits();
        if (beyond <= 0) {
            return Duration.ZERO;
        }
        return beyond >= range ? max : Duration.ofNanos(share(max.toNanos(), beyond, range));
    }

    private static long share(long nanos, long part, long whole) {
        return BigInteger.valueOf(nanos)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    @Override
    public String toString() {
        return "throttle of budget \"%s\" up to %s".formatted(budget.name(), max);
    }
}
