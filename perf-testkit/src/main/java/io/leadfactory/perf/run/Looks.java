package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.measure.BlockTimes;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import io.leadfactory.perf.measure.RatioInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The looks of a comparison's plan, as they fall due. For one thread. */
final class Looks {
    private final SequentialPlan plan;
    private final long seed;
    private final List<Look> seen = new ArrayList<>();
    private int next;
    private int before;

    Looks(SequentialPlan plan, long seed) {
        this.plan = plan;
        this.seed = seed;
    }

    /** Returns the one look at code that was loaded several times; none if there are too few loads. */
    static List<Look> ofLoads(BlockTimes times, boolean oneSided, long elapsed) {
        List<Pair> pairs = times.by(times.clock().clock());
        double[] loads = PairedMeasurement.loadRatios(pairs, times.loads());
        if (loads.length < Comparison.FEWEST_LOADS || !areRatios(loads)) {
            return List.of();
        }
        return List.of(new Look(
                RatioInterval.ofLoads(loads, 1 - SequentialPlan.ERROR, oneSided),
                RatioInterval.median(Arrays.copyOfRange(loads, loads.length / 2, loads.length)),
                Duration.ofNanos(elapsed)));
    }

    private static boolean areRatios(double[] ratios) {
        return Arrays.stream(ratios).allMatch(ratio -> ratio > 0 && Double.isFinite(ratio));
    }

    /** Returns the looks so far; grows with them. */
    List<Look> seen() {
        return seen;
    }

    boolean isFirst() {
        return next == 0;
    }

    boolean isDue(long elapsed, long whole) {
        return isDue(next, elapsed, whole);
    }

    /** Returns whether the look after the next one is due, too. */
    boolean isNextDue(long elapsed, long whole) {
        return isDue(next + 1, elapsed, whole);
    }

    private static boolean isDue(int look, long elapsed, long whole) {
        return look < SequentialPlan.LOOKS.size() && elapsed >= (long) (whole * SequentialPlan.LOOKS.get(look));
    }

    /** Leaves the look out that is due. */
    void skip() {
        next++;
    }

    /**
     * Takes the look that is due, at all pairs so far, and returns whether they say clearly on which side of the limit the
     * ratio lies, as the look before did.
     */
    boolean isClear(BlockTimes times, long elapsed) {
        int look = next++;
        int from = before;
        before = times.size();
        double[] ratios = PairedMeasurement.quadRatios(times.by(times.clock().clock()));
        if (ratios.length < RatioInterval.FEWEST || !areRatios(ratios)) {
            return false;
        }
        RatioInterval interval = RatioInterval.of(ratios, 1 - SequentialPlan.errorAt(look), seed);
        double fresh = RatioInterval.median(
                Arrays.copyOfRange(ratios, from == 0 ? ratios.length / 2 : from / 2, ratios.length));
        Look now = new Look(interval, fresh, Duration.ofNanos(elapsed));
        Look last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        seen.add(now);
        return last != null && (bothAbove(last, now) || bothBelow(last, now));
    }

    private boolean bothAbove(Look one, Look other) {
        return one.isAbove(plan.limit()) && other.isAbove(plan.limit());
    }

    private boolean bothBelow(Look one, Look other) {
        return one.isBelow(plan.limit(), plan.slack()) && other.isBelow(plan.limit(), plan.slack());
    }
}
