package io.leadfactory.perf;

import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import java.util.List;
import java.util.function.Function;
import org.opentest4j.AssertionFailedError;

/**
 * What can be said of what operations cost beside time: bytes, counts, pauses. Such figures are compared as they are. For
 * one thread.
 */
public final class CostAssert {
    private final Metric metric;
    private final Function<List<Limit>, MeasurementAssert> check;

    CostAssert(Metric metric, Function<List<Limit>, MeasurementAssert> check) {
        this.metric = metric;
        this.check = check;
    }

    /**
     * Asserts that the figure is not above a limit.
     *
     * @param limit the most that is allowed, in the metric's unit: bytes or a number
     * @return the measurement's assertions
     * @throws AssertionFailedError if it is above, or unknown
     */
    public MeasurementAssert isAtMost(double limit) {
        return check.apply(List.of(Limit.atMost(metric, limit)));
    }

    /**
     * Asserts that the figure is not below a limit, as when a cache must be hit.
     *
     * @param limit the least that is allowed, in the metric's unit: bytes or a number
     * @return the measurement's assertions
     * @throws AssertionFailedError if it is below, or unknown
     */
    public MeasurementAssert isAtLeast(double limit) {
        return check.apply(List.of(Limit.atLeast(metric, limit)));
    }

    /**
     * Asserts that the figure is exactly what is expected.
     *
     * @param number the expected figure, in the metric's unit
     * @return the measurement's assertions
     * @throws AssertionFailedError if it is another one, or unknown
     */
    public MeasurementAssert isExactly(double number) {
        return check.apply(List.of(Limit.atMost(metric, number), Limit.atLeast(metric, number)));
    }
}
