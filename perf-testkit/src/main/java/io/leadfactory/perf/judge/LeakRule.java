package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.Leak;
import io.leadfactory.perf.measure.MemoryTrend;

/** When a heap that grows is a leak, see {@link Leak}. */
final class LeakRule {
    private LeakRule() {}

    static Figure figure(Metric metric, Leak leak) {
        if (Double.isNaN(leak.low())) {
            return Figure.exact(metric, Double.NaN, leak.cycles());
        }
        return new Figure(metric, leak.bytesPerOperation(), leak.low(), leak.high(), leak.cycles());
    }

    static Finding judge(MemoryTrend trend, Figure figure, Limit limit) {
        Limit.Bound bound = limit.bound();
        if (bound != Limit.Bound.AT_MOST && bound != Limit.Bound.BELOW) {
            throw new IllegalArgumentException("a leak can only be limited from above: " + limit.render());
        }
        Leak leak = trend.leak();
        if (Double.isNaN(figure.value())) {
            return new Finding(
                    limit,
                    figure,
                    Verdict.INCONCLUSIVE,
                    "a leak needs at least 5 kept cycles with operations in each, there are " + leak.cycles());
        }
        if (leak.isAbove(limit.value())) {
            return new Finding(
                    limit,
                    figure,
                    Verdict.FAIL,
                    "the heap grows with the operations, to the end: " + Unit.BYTES.render(leak.certainLow())
                            + " per operation or more at 99.9 % confidence");
        }
        if (bound.holds(leak.high(), limit.value())) {
            return new Finding(limit, figure, Verdict.PASS, "");
        }
        if (Double.isNaN(leak.certainLow())) {
            return new Finding(
                    limit,
                    figure,
                    Verdict.INCONCLUSIVE,
                    "a leak is only certain from 7 kept cycles on, there are " + leak.cycles());
        }
        return new Finding(
                limit,
                figure,
                Verdict.INCONCLUSIVE,
                "the heap moves too much from cycle to cycle to say: run more operations in a cycle, or more cycles");
    }
}
