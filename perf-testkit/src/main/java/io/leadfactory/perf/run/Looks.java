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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The looks of a comparison's plan, as they fall due. For one thread. */
final class Looks {
    private final @Nullable SequentialPlan plan;
    private final boolean loadsCount;
    private final long seed;
    private final List<Look> seen = new ArrayList<>();
    private int next;
    private int before;

    Looks(SequentialPlan plan, Comparison comparison) {
        this(plan, comparison.loads() > 1, comparison.seed());
    }

    private Looks(@Nullable SequentialPlan plan, boolean loadsCount, long seed) {
        this.plan = plan;
        this.loadsCount = loadsCount;
        this.seed = seed;
    }

    static Looks none() {
        return new Looks(null, false, 0);
    }

    List<Look> seen() {
        return seen;
    }

    boolean isFirst() {
        return next == 0;
    }

    boolean isDue(long elapsed, long whole) {
        return next < SequentialPlan.LOOKS.size() && elapsed >= (long) (whole * SequentialPlan.LOOKS.get(next));
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
        SequentialPlan asked = plan;
        int look = next++;
        int from = before;
        before = times.size();
        if (asked == null) {
            return false;
        }
        List<Pair> pairs = times.by(times.clock().clock());
        double[] ratios = PairedMeasurement.quadRatios(pairs);
        Optional<RatioInterval> interval =
                interval(ratios, PairedMeasurement.loadRatios(pairs, times.loads()), 1 - SequentialPlan.errorAt(look));
        if (interval.isEmpty()) {
            return false;
        }
        double fresh = RatioInterval.median(
                Arrays.copyOfRange(ratios, from == 0 ? ratios.length / 2 : from / 2, ratios.length));
        Look now = new Look(interval.get(), fresh, Duration.ofNanos(elapsed));
        Look last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        seen.add(now);
        return last != null && (bothAbove(last, now, asked) || bothBelow(last, now, asked));
    }

    private Optional<RatioInterval> interval(double[] ratios, double[] loads, double confidence) {
        if (ratios.length < RatioInterval.FEWEST
                || (loadsCount && loads.length < RatioInterval.FEWEST_LOADS)
                || !Arrays.stream(ratios).allMatch(ratio -> ratio > 0 && Double.isFinite(ratio))) {
            return Optional.empty();
        }
        return Optional.of(
                loadsCount ? RatioInterval.ofLoads(loads, confidence) : RatioInterval.of(ratios, confidence, seed));
    }

    private static boolean bothAbove(Look one, Look other, SequentialPlan plan) {
        return one.isAbove(plan.limit()) && other.isAbove(plan.limit());
    }

    private static boolean bothBelow(Look one, Look other, SequentialPlan plan) {
        return one.isBelow(plan.limit(), plan.slack()) && other.isBelow(plan.limit(), plan.slack());
    }
}
