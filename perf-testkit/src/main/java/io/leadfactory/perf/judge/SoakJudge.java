package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.SoakMeasurement;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a soak against limits. Thread-safe.
 *
 * <p>A slow-down has the interval of its trend and is judged as any figure with an interval is: INCONCLUSIVE if the interval
 * holds the limit. What the machine gave to the whole soak is told among the facts: a trend over its parts is not taken back
 * for it, because one busy moment moves no trend. Limits on memory are judged by {@link Judge#judge(io.leadfactory.perf.measure.MemoryTrend, List)}.
 */
public final class SoakJudge {
    private SoakJudge() {}

    /**
     * Judges a soak.
     *
     * @param soak what was measured
     * @param limits limits on {@link Metric#SLOW_DOWN} and on the metrics of a memory trend
     * @return one finding for each limit, those on the slow-down first, and one more for errors of the work
     * @throws IllegalArgumentException if a limit is on another metric
     */
    public static Judgement judge(SoakMeasurement soak, List<Limit> limits) {
        List<Finding> findings = new ArrayList<>();
        List<Limit> others = new ArrayList<>();
        for (Limit limit : limits) {
            if (limit.metric().equals(Metric.SLOW_DOWN)) {
                findings.add(Significance.of(soak, Judge.judge(figure(soak), limit)));
            } else {
                others.add(limit);
            }
        }
        Judgement memory = Judge.judge(soak.memory(), others);
        findings.addAll(memory.findings());
        return new Judgement(
                soak.memory().scenario(),
                findings,
                Facts.of(soak),
                soak.memory().firstErrors());
    }

    /**
     * Takes the slow-down from a soak.
     *
     * @param soak what was measured
     * @return the figure with its 95 % interval; unknown if a part has no samples
     */
    public static Figure figure(SoakMeasurement soak) {
        int parts = soak.memory().kept().size();
        return soak.slowDown()
                .map(ratio -> new Figure(
                        Metric.SLOW_DOWN,
                        ratio.value(),
                        ratio.interval().low(),
                        ratio.interval().high(),
                        parts))
                .orElseGet(() -> Figure.exact(Metric.SLOW_DOWN, Double.NaN, parts));
    }
}
