package io.leadfactory.perf.measure;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.SequentialPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a comparison of two operations did: the times of neighbouring blocks, in the order of time. Immutable.
 *
 * @param scenario the comparison's name
 * @param pairs one entry for each pair of blocks, by the chosen clock
 * @param operationsPerBlock how many operations each block of the reference had; of the last load, if there were several
 * @param seed what the random order came from
 * @param elapsed how long the pairs took in all, without any warm-up
 * @param candidateOperationsPerBlock how many operations each block of the candidate had
 * @param clock the clock that was chosen
 * @param otherPairs the same pairs by the clock that was not chosen; empty if there is no other
 * @param plan when it might stop; empty if the number of pairs was fixed
 * @param looks what was seen at the plan's looks, the last of which ended the run; one if saved jars were loaded several times,
 *     empty without a plan
 * @param loads how often saved jars were loaded
 */
public record PairedMeasurement(
        String scenario,
        List<Pair> pairs,
        int operationsPerBlock,
        long seed,
        Duration elapsed,
        int candidateOperationsPerBlock,
        ClockChoice clock,
        List<Pair> otherPairs,
        Optional<SequentialPlan> plan,
        List<Look> looks,
        Loads loads) {
    /**
     * Two neighbouring blocks. Immutable.
     *
     * @param referenceNanos time of one reference operation, the mean over its block
     * @param candidateNanos time of one candidate operation, the mean over its block
     */
    public record Pair(double referenceNanos, double candidateNanos) {
        /**
         * Returns the candidate's time over the reference's.
         *
         * @return the ratio, above 1 if the candidate is slower
         */
        public double ratio() {
            return candidateNanos / referenceNanos;
        }
    }

    /**
     * What was seen at one look. Immutable.
     *
     * @param interval the ratio of all pairs so far, from {@link #quadRatios}, at the confidence that the plan leaves to
     *     this look
     * @param fresh the median ratio of what came since the look before, or of the later half at the first look
     * @param elapsed how long the pairs had taken so far
     */
    public record Look(RatioInterval interval, double fresh, Duration elapsed) {
        /**
         * Returns whether the ratio is clearly above a limit: the whole interval is, and so are the latest pairs. The latter
         * keeps a side that was compiled late from looking slow.
         *
         * @param limit the limit
         * @return true if it is
         */
        public boolean isAbove(double limit) {
            return interval.low() > limit && fresh > limit;
        }

        /**
         * Returns whether the ratio is clearly below a limit: the whole interval is, and so are the latest pairs.
         *
         * @param limit the limit
         * @param slack by how much the interval's upper end may lie above it
         * @return true if it is
         */
        public boolean isBelow(double limit, double slack) {
            return interval.high() < limit + slack && interval.median() < limit && fresh < limit + slack;
        }
    }

    /** Copies the lists. */
    public PairedMeasurement {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(plan, "plan");
        pairs = List.copyOf(pairs);
        otherPairs = List.copyOf(otherPairs);
        looks = List.copyOf(looks);
        Objects.requireNonNull(loads, "loads");
    }

    /**
     * Creates a measurement of pairs that were timed by the wall clock, without a plan.
     *
     * @param scenario the comparison's name
     * @param pairs one entry for each pair of blocks
     * @param operationsPerBlock how many operations each block had
     * @param seed what the random order came from
     * @param elapsed how long it took in all, without the warm-up
     */
    public PairedMeasurement(String scenario, List<Pair> pairs, int operationsPerBlock, long seed, Duration elapsed) {
        this(
                scenario,
                pairs,
                operationsPerBlock,
                seed,
                elapsed,
                operationsPerBlock,
                ClockChoice.wall("no other clock was read"),
                List.of(),
                Optional.empty(),
                List.of(),
                Loads.once(pairs.size()));
    }

    /**
     * Returns the ratio of each load of the saved jars, by the chosen clock.
     *
     * @return one ratio for each load that counts and has at least two pairs
     */
    public double[] loadRatios() {
        return loadRatios(pairs, loads.pairs());
    }

    /**
     * Returns the ratio of each load of the saved jars: the median of its {@linkplain #quadRatios pairs by twos}.
     *
     * @param pairs the pairs, in the order of time
     * @param loads how many of them each load gave
     * @return one ratio for each load of at least two pairs
     */
    public static double[] loadRatios(List<Pair> pairs, List<Integer> loads) {
        double[] ratios = new double[loads.size()];
        int from = 0;
        int number = 0;
        for (int size : loads) {
            if (size > 1) {
                ratios[number++] = RatioInterval.median(quadRatios(pairs.subList(from, from + size)));
            }
            from += size;
        }
        return Arrays.copyOf(ratios, number);
    }

    /**
     * Returns the ratios of pairs by twos, the less disturbed block of each side over that of the other. A comparison runs
     * its pairs in twos (ABBA), and as a disturbance only ever lengthens a block, of two blocks the shorter is the cleaner.
     *
     * @param pairs the pairs, in the order of time
     * @return half as many ratios
     */
    public static double[] quadRatios(List<Pair> pairs) {
        double[] ratios = new double[pairs.size() / 2];
        for (int i = 0; i < ratios.length; i++) {
            Pair one = pairs.get(2 * i);
            Pair other = pairs.get(2 * i + 1);
            ratios[i] = Math.min(one.candidateNanos(), other.candidateNanos())
                    / Math.min(one.referenceNanos(), other.referenceNanos());
        }
        return ratios;
    }

    /**
     * Returns how likely a ratio so far from a limit is, on the side where it lies, if the true one is the limit.
     *
     * @param limit the limit, above 0
     * @return the p-value by Student's t over the loads of the saved jars; empty if they were not loaded several times
     */
    public OptionalDouble loadsLikelihood(double limit) {
        double[] ratios = loadRatios();
        if (!loads.areSeveral() || ratios.length < Comparison.FEWEST_LOADS) {
            return OptionalDouble.empty();
        }
        double[] logarithms = Arrays.stream(ratios).map(Math::log).toArray();
        return OptionalDouble.of(
                loads.oneSided()
                        ? Student.nextLikelihood(Math.log(limit), logarithms)
                        : Student.likelihood(Math.log(limit), logarithms));
    }

    /**
     * Returns the ratios of all pairs by the chosen clock.
     *
     * @return the ratios, in the order of time; one that is not finite comes from a block too short for the clock
     */
    public double[] ratios() {
        return pairs.stream().mapToDouble(Pair::ratio).toArray();
    }
}
