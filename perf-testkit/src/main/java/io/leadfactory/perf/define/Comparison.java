package io.leadfactory.perf.define;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Two operations that are timed side by side in one run, in short blocks of random order, so that whatever slows the
 * machine slows both. Immutable.
 *
 * <p>Defaults: 200 pairs of blocks of about 2 ms (or one operation, if that is longer), 100 operations of each side as
 * warm-up, a fixed seed, hang limit of one minute.
 */
public final class Comparison {
    /** The fewest pairs that give a ratio an interval. */
    public static final int FEWEST_PAIRS = 20;

    private final String name;
    private final Operation reference;
    private final Operation candidate;
    private final int pairs;
    private final Duration block;
    private final int warmUpIterations;
    private final long seed;
    private final Duration hangLimit;

    private Comparison(Builder builder, Operation reference, Operation candidate) {
        this.name = builder.name;
        this.reference = reference;
        this.candidate = candidate;
        this.pairs = builder.pairs;
        this.block = builder.block;
        this.warmUpIterations = builder.warmUpIterations;
        this.seed = builder.seed;
        this.hangLimit = builder.hangLimit;
    }

    /**
     * Begins a comparison.
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
     * Returns what the candidate is compared with.
     *
     * @return the operation that stands below the line of the ratio
     */
    public Operation reference() {
        return reference;
    }

    /**
     * Returns what is compared.
     *
     * @return the operation that stands above the line of the ratio
     */
    public Operation candidate() {
        return candidate;
    }

    /**
     * Returns how many pairs of blocks are timed.
     *
     * @return an even number of at least {@value #FEWEST_PAIRS}
     */
    public int pairs() {
        return pairs;
    }

    /**
     * Returns how long a block should be.
     *
     * @return the time; an operation that is longer is a block of its own
     */
    public Duration block() {
        return block;
    }

    /**
     * Returns how often each side runs before its times count.
     *
     * @return operations of each side
     */
    public int warmUpIterations() {
        return warmUpIterations;
    }

    /**
     * Returns what the random order comes from.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns for how long one operation may run before it counts as hanging.
     *
     * @return the limit
     */
    public Duration hangLimit() {
        return hangLimit;
    }

    /** Collects the parts of a {@link Comparison}. For one thread. */
    public static final class Builder {
        private final String name;
        private @Nullable Operation reference;
        private @Nullable Operation candidate;
        private int pairs = 200;
        private Duration block = Duration.ofMillis(2);
        private int warmUpIterations = 100;
        private long seed = 20_261_123;
        private Duration hangLimit = Duration.ofMinutes(1);

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Sets what the candidate is compared with.
         *
         * @param operation the operation below the line of the ratio
         * @return this builder
         */
        public Builder reference(Operation operation) {
            reference = operation;
            return this;
        }

        /**
         * Sets what is compared.
         *
         * @param operation the operation above the line of the ratio
         * @return this builder
         */
        public Builder candidate(Operation operation) {
            candidate = operation;
            return this;
        }

        /**
         * Sets how many pairs of blocks are timed.
         *
         * @param number an even number of at least {@value Comparison#FEWEST_PAIRS}
         * @return this builder
         * @throws IllegalArgumentException if the number is odd or too small
         */
        public Builder pairs(int number) {
            if (number < FEWEST_PAIRS || number % 2 != 0) {
                throw new IllegalArgumentException(
                        "pairs must be an even number of at least " + FEWEST_PAIRS + ": " + number);
            }
            pairs = number;
            return this;
        }

        /**
         * Sets how long a block should be.
         *
         * @param time shorter than a slice of the scheduler, or single spikes spoil whole blocks
         * @return this builder
         * @throws IllegalArgumentException if the time is not positive
         */
        public Builder block(Duration time) {
            block = Rules.positive("block", time);
            return this;
        }

        /**
         * Sets how often each side runs before its times count.
         *
         * @param number operations of each side
         * @return this builder
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder warmUp(int number) {
            warmUpIterations = Rules.positive("warm-up iterations", number);
            return this;
        }

        /**
         * Sets what the random order comes from.
         *
         * @param number the seed
         * @return this builder
         */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /**
         * Sets for how long one operation may run before it counts as hanging, which ends the measurement.
         *
         * @param time the limit
         * @return this builder
         * @throws IllegalArgumentException if the limit is not positive
         */
        public Builder hangLimit(Duration time) {
            hangLimit = Rules.positive("hang limit", time);
            return this;
        }

        /**
         * Builds the comparison.
         *
         * @return the comparison
         * @throws IllegalStateException if a side is missing
         */
        public Comparison build() {
            Operation below = reference;
            Operation above = candidate;
            if (below == null || above == null) {
                throw new IllegalStateException(
                        "comparison \"" + name + "\" needs two sides: call reference(..) and candidate(..)");
            }
            return new Comparison(this, below, above);
        }
    }
}
