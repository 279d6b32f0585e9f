package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two operations that are timed side by side in one run, in short blocks of random order, so that whatever slows the
 * machine slows both. Immutable.
 *
 * <p>Defaults: 200 pairs of blocks of about 2 ms (or one operation, if that is longer), 100 operations of each side as
 * warm-up, a fixed seed, hang limit of one minute.
 *
 * <p>With {@link Builder#tolerance} or {@link Builder#speedUp} the number of pairs is not fixed: the warm-up ends when
 * the times are steady (at a quarter of the budget at the latest), and pairs are timed until the answer is clear or the
 * budget of 10 s is used up, by a {@link SequentialPlan}. Its blocks are of about half a millisecond.
 *
 * <p>The compiler makes different code of the same classes each time that they are loaded: identical code from two jars can
 * differ by several percent in one JVM, whatever the number of pairs. Saved jars are therefore loaded anew up to 12 times
 * ({@link Builder#loads}), each time with new objects and a warm-up, and the interval is that of the loads; with a plan it is
 * looked at once, at the end of the budget. A load whose times are not steady when its warm-up has to end does not count.
 *
 * <p>An operation of the class path is compiled once. Beside a saved jar the interval allows for that: it is the wider one of a
 * single further load, as if the class path's side were as much a matter of luck as the jar's. {@link SavedJar#ofClassPath}
 * makes a saved jar of today's code, and the interval less than half as wide. Where both sides are of the class path, what the
 * compiler made of them in this JVM is taken for what it is.
 */
public final class Comparison {
    /** The fewest pairs that give a ratio an interval. */
    public static final int FEWEST_PAIRS = 20;

    /** The fewest loads of saved jars that give a ratio an interval. */
    public static final int FEWEST_LOADS = 5;

    /** Of a fixed number of pairs, which should see some of the machine's time. */
    private static final Duration BLOCK = Duration.ofMillis(2);

    /** Four of them fit into a slice of the scheduler, so that on a busy machine both sides of a ratio see the same of it. */
    private static final Duration PLANNED_BLOCK = Duration.ofNanos(500_000);

    /** Longer blocks than this mix clean stretches with disturbed ones, and no statistic gets them apart again. */
    private static final Duration LONGEST_BLOCK = Duration.ofMillis(30);

    private final String name;
    private final Side reference;
    private final Side candidate;
    private final @Nullable SequentialPlan plan;
    private final int pairs;
    private final Duration block;
    private final int warmUpIterations;
    private final int loads;
    private final long seed;
    private final Duration hangLimit;

    private Comparison(Builder builder, Side reference, Side candidate) {
        this.name = builder.name;
        this.reference = reference;
        this.candidate = candidate;
        this.plan = builder.plan();
        this.pairs = builder.pairs;
        this.block = builder.block();
        this.warmUpIterations = builder.warmUpIterations;
        this.loads = reference instanceof Side.Saved || candidate instanceof Side.Saved ? builder.loads() : 1;
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
        return named(name, PerfSettings.current());
    }

    /**
     * Begins a comparison whose defaults come from somewhere else than this JVM's settings.
     *
     * @param name how reports call it
     * @param defaults what holds where the builder is told nothing
     * @return the builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static Builder named(String name, PerfSettings defaults) {
        return new Builder(Rules.name(name))
                .pairs(defaults.get(KitSettings.PAIRS))
                .loads(defaults.get(KitSettings.LOADS))
                .hangLimit(defaults.get(KitSettings.HANG_LIMIT));
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
     * @return the side that stands below the line of the ratio
     */
    public Side reference() {
        return reference;
    }

    /**
     * Returns what is compared.
     *
     * @return the side that stands above the line of the ratio
     */
    public Side candidate() {
        return candidate;
    }

    /**
     * Returns when the comparison may stop.
     *
     * @return the plan; empty if the number of pairs is fixed
     */
    public Optional<SequentialPlan> plan() {
        return Optional.ofNullable(plan);
    }

    /**
     * Returns how many pairs of blocks are timed if there is no plan.
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
     * Returns how often the saved jars are loaded anew.
     *
     * @return at least 1; 1 if no side is a saved jar, and without a plan no more than half the pairs
     */
    public int loads() {
        return loads;
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
        private @Nullable Side reference;
        private @Nullable Side candidate;
        private @Nullable Double limit;
        private double slack;
        private Duration budget = Duration.ofSeconds(10);
        private int pairs = 200;
        private @Nullable Duration block;
        private int warmUpIterations = 100;
        private int loads = 12;
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
            reference = new Side.Here(operation);
            return this;
        }

        /**
         * Sets what the candidate is compared with to code that was put aside.
         *
         * @param jar the operation below the line of the ratio
         * @return this builder
         */
        public Builder reference(SavedJar jar) {
            reference = new Side.Saved(jar);
            return this;
        }

        /**
         * Sets what is compared.
         *
         * @param operation the operation above the line of the ratio
         * @return this builder
         */
        public Builder candidate(Operation operation) {
            candidate = new Side.Here(operation);
            return this;
        }

        /**
         * Sets what is compared to code in a jar.
         *
         * @param jar the operation above the line of the ratio
         * @return this builder
         */
        public Builder candidate(SavedJar jar) {
            candidate = new Side.Saved(jar);
            return this;
        }

        /**
         * Lets the comparison stop as soon as it is clear whether the candidate is slower than the reference by more than
         * this, and at the end of the budget, but for what is under way then.
         *
         * @param slower how much slower it may be
         * @return this builder
         */
        public Builder tolerance(Percent slower) {
            limit = 1 + slower.share();
            return this;
        }

        /**
         * Lets the comparison stop as soon as it is clear whether the candidate needs less time than the reference by at
         * least this, and no later than at the end of the budget.
         *
         * @param less which part of the reference's time it saves, below 100 %
         * @return this builder
         * @throws IllegalArgumentException if it is 100 % or more
         */
        public Builder speedUp(Percent less) {
            if (less.share() >= 1) {
                throw new IllegalArgumentException(
                        "a candidate saves less than 100 % of the reference's time: " + less);
            }
            limit = 1 - less.share();
            return this;
        }

        /**
         * Sets by how much the interval's upper end may pass the limit of {@link #tolerance} or {@link #speedUp} without
         * keeping the candidate from passing. Default 0: a ratio that lies on the limit itself is never decided.
         *
         * @param above how much, of the reference's time
         * @return this builder
         */
        public Builder slack(Percent above) {
            slack = above.share();
            return this;
        }

        /**
         * Sets the longest time that warm-up and measuring take together, where there is a {@link #tolerance} or a
         * {@link #speedUp}. Default 10 s.
         *
         * @param time the time
         * @return this builder
         * @throws IllegalArgumentException if the time is not positive
         */
        public Builder budget(Duration time) {
            budget = Rules.positive("budget", time);
            return this;
        }

        /**
         * Sets how many pairs of blocks are timed where there is neither a {@link #tolerance} nor a {@link #speedUp}.
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
         * Sets how long a block should be. Default 2 ms; half a millisecond with a plan, because there shorter blocks are more
         * pairs, and on a busy machine cleaner ones.
         *
         * @param time shorter than a slice of the scheduler, or single spikes spoil whole blocks
         * @return this builder
         * @throws IllegalArgumentException if the time is not positive, or longer than 30 ms
         */
        public Builder block(Duration time) {
            if (Rules.positive("block", time).compareTo(LONGEST_BLOCK) > 0) {
                throw new IllegalArgumentException("block must be at most " + LONGEST_BLOCK.toMillis()
                        + " ms, because a spike spoils a whole block: " + time.toMillis()
                        + " ms; an operation that is longer is a block of its own");
            }
            block = time;
            return this;
        }

        /**
         * Sets how often saved jars are loaded anew, and share the pairs or the budget between them. Default 12. With 1 the
         * interval knows nothing of what the compiler might have made of the same classes another time.
         *
         * @param number how many loads; fewer if there are not two pairs for each, or with a plan no time for as many
         * @return this builder
         * @throws IllegalArgumentException if the number is from 2 to 4, which has no interval, or not positive
         */
        public Builder loads(int number) {
            if (Rules.positive("loads", number) > 1 && number < FEWEST_LOADS) {
                throw new IllegalArgumentException(
                        "loads must be 1, or at least " + FEWEST_LOADS + " to have an interval: " + number);
            }
            loads = number;
            return this;
        }

        /**
         * Sets how often each side runs before its times count, after each load. With a plan it is fewer if they take too long,
         * which is a quarter of the budget, or of a load's share of it; what counts then is that the times are steady.
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
            Side below = reference;
            Side above = candidate;
            if (below == null || above == null) {
                throw new IllegalStateException(
                        "comparison \"" + name + "\" needs two sides: call reference(..) and candidate(..)");
            }
            return new Comparison(this, below, above);
        }

        private Duration block() {
            Duration set = block;
            return set != null ? set : limit == null ? BLOCK : PLANNED_BLOCK;
        }

        /** Without a plan each load has at least two pairs. */
        private int loads() {
            return limit == null ? Math.min(loads, pairs / 2) : loads;
        }

        private @Nullable SequentialPlan plan() {
            return limit == null ? null : new SequentialPlan(limit, slack, budget);
        }
    }
}
