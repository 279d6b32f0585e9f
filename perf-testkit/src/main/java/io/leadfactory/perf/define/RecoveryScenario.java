package io.leadfactory.perf.define;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fault that comes and goes while a probe asks at a fixed rate whether the system works: how long after the fault's end
 * does it work again? Immutable.
 *
 * <p>Defaults: a probe each 10 ms, a fault of 100 ms, recovered at three successes in a row, given up after 10 s, one window,
 * hang limit of one minute.
 */
public final class RecoveryScenario {
    private final String name;
    private final Operation probe;
    private final Operation faultBegin;
    private final Operation faultEnd;
    private final Duration period;
    private final Duration faultFor;
    private final int successes;
    private final Duration limit;
    private final int windows;
    private final Duration hangLimit;

    private RecoveryScenario(Builder builder, Operation probe, Operation faultBegin, Operation faultEnd) {
        this.name = builder.name;
        this.probe = probe;
        this.faultBegin = faultBegin;
        this.faultEnd = faultEnd;
        this.period = builder.period;
        this.faultFor = builder.faultFor;
        this.successes = builder.successesInARow();
        this.limit = builder.limit;
        this.windows = builder.windows;
        this.hangLimit = builder.hangLimit;
    }

    /**
     * Begins a scenario.
     *
     * @param name how reports call it
     * @return the builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static Builder named(String name) {
        return new Builder(Rules.name(name));
    }

    /**
     * Returns how reports call it.
     *
     * @return the name, not blank
     */
    public String name() {
        return name;
    }

    /**
     * Returns what asks whether the system works.
     *
     * @return the probe; it fails by an exception
     */
    public Operation probe() {
        return probe;
    }

    /**
     * Returns what breaks the system.
     *
     * @return the fault's begin
     */
    public Operation faultBegin() {
        return faultBegin;
    }

    /**
     * Returns what takes the fault away.
     *
     * @return the fault's end
     */
    public Operation faultEnd() {
        return faultEnd;
    }

    /**
     * Returns how often the probe asks, which is also how fine a recovery time is known.
     *
     * @return the time from probe to probe
     */
    public Duration period() {
        return period;
    }

    /**
     * Returns how long the fault lasts.
     *
     * @return the time from the fault's begin to its end
     */
    public Duration faultFor() {
        return faultFor;
    }

    /**
     * Returns how many successes in a row count as recovered.
     *
     * @return at least 1
     */
    public int successes() {
        return successes;
    }

    /**
     * Returns how long after the fault's end a recovery is awaited.
     *
     * @return the limit of one window
     */
    public Duration limit() {
        return limit;
    }

    /**
     * Returns how often the fault comes.
     *
     * @return the number of windows
     */
    public int windows() {
        return windows;
    }

    /**
     * Returns for how long one probe may run before it counts as hanging.
     *
     * @return the limit
     */
    public Duration hangLimit() {
        return hangLimit;
    }

    /** Collects the parts of a {@link RecoveryScenario}. For one thread. */
    public static final class Builder {
        private final String name;
        private @Nullable Operation probe;
        private @Nullable Operation faultBegin;
        private @Nullable Operation faultEnd;
        private Duration period = Duration.ofMillis(10);
        private Duration faultFor = Duration.ofMillis(100);
        private int successes = 3;
        private Duration steadyFor = Duration.ZERO;
        private Duration limit = Duration.ofSeconds(10);
        private int windows = 1;
        private Duration hangLimit = Duration.ofMinutes(1);

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Sets what asks whether the system works.
         *
         * @param asked the probe; it fails by an exception
         * @return this builder
         */
        public Builder probe(Operation asked) {
            probe = asked;
            return this;
        }

        /**
         * Sets the fault.
         *
         * @param begin breaks the system
         * @param end takes the fault away
         * @return this builder
         */
        public Builder fault(Operation begin, Operation end) {
            faultBegin = begin;
            faultEnd = end;
            return this;
        }

        /**
         * Sets how often the probe asks.
         *
         * @param time from probe to probe
         * @return this builder
         * @throws IllegalArgumentException if the time is not positive
         */
        public Builder every(Duration time) {
            period = Rules.positive("probe period", time);
            return this;
        }

        /**
         * Sets how long the fault lasts.
         *
         * @param time from the fault's begin to its end
         * @return this builder
         * @throws IllegalArgumentException if the time is not positive
         */
        public Builder faultFor(Duration time) {
            faultFor = Rules.positive("fault duration", time);
            return this;
        }

        /**
         * Sets how many successes in a row count as recovered.
         *
         * @param number at least 1
         * @return this builder
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder successes(int number) {
            successes = Rules.positive("successes in a row", number);
            return this;
        }

        /**
         * Sets for how long every probe must succeed until that counts as recovered, instead of a number of successes. The
         * recovery is still timed to the first of them.
         *
         * @param time the time without a failed probe
         * @return this builder
         * @throws IllegalArgumentException if the time is not positive
         */
        public Builder steadyFor(Duration time) {
            steadyFor = Rules.positive("steady time", time);
            return this;
        }

        /**
         * Sets how long after the fault's end a recovery is awaited.
         *
         * @param time the limit of one window
         * @return this builder
         * @throws IllegalArgumentException if the time is not positive
         */
        public Builder limit(Duration time) {
            limit = Rules.positive("recovery limit", time);
            return this;
        }

        /**
         * Sets how often the fault comes.
         *
         * @param number at least 1
         * @return this builder
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder windows(int number) {
            windows = Rules.positive("windows", number);
            return this;
        }

        /**
         * Sets for how long one probe may run before it counts as hanging, which ends the measurement.
         *
         * @param time the limit
         * @return this builder
         * @throws IllegalArgumentException if the limit is not positive
         */
        public Builder hangLimit(Duration time) {
            hangLimit = Rules.positive("hang limit", time);
            return this;
        }

        private int successesInARow() {
            if (steadyFor.isZero()) {
                return successes;
            }
            // One more than there are periods in it: from the first of them to the last passes the whole time.
            long periods = (steadyFor.toNanos() + period.toNanos() - 1) / period.toNanos();
            return (int) Math.min(Integer.MAX_VALUE, periods + 1);
        }

        /**
         * Builds the scenario.
         *
         * @return the scenario
         * @throws IllegalStateException if there is no probe or no fault
         */
        public RecoveryScenario build() {
            Operation asked = probe;
            Operation begin = faultBegin;
            Operation end = faultEnd;
            if (asked == null) {
                throw new IllegalStateException("scenario \"" + name + "\" has no probe: call probe(..)");
            }
            if (begin == null || end == null) {
                throw new IllegalStateException("scenario \"" + name + "\" has no fault: call fault(..)");
            }
            return new RecoveryScenario(this, asked, begin, end);
        }
    }
}
