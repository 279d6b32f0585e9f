package io.leadfactory.perf.judge;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.opentest4j.AssertionFailedError;

/**
 * What can be said of one figure, with a limit in the figure's own unit. For one thread.
 *
 * @param <V> what a limit is: a {@link java.time.Duration}, {@link io.leadfactory.perf.define.Bytes},
 *     {@link io.leadfactory.perf.define.Rate}, {@link io.leadfactory.perf.define.Percent} or a number
 * @param <A> the assertions that it goes back to
 */
public final class LimitAssert<V, A> {
    private final Metric metric;
    private final ToDoubleFunction<V> inUnit;
    private final Function<List<Limit>, A> check;

    LimitAssert(Metric metric, ToDoubleFunction<V> inUnit, Function<List<Limit>, A> check) {
        this.metric = metric;
        this.inUnit = inUnit;
        this.check = check;
    }

    /**
     * Asserts that the figure is below a limit.
     *
     * @param limit what it must not reach
     * @return the assertions it belongs to
     * @throws AssertionFailedError if it is not, or the sample does not allow to say so
     */
    public A isBelow(V limit) {
        return check.apply(List.of(Limit.below(metric, inUnit.applyAsDouble(limit))));
    }

    /**
     * Asserts that the figure does not pass a limit.
     *
     * @param limit what it may reach
     * @return the assertions it belongs to
     * @throws AssertionFailedError if it is above, or the sample does not allow to say so
     */
    public A isAtMost(V limit) {
        return check.apply(List.of(Limit.atMost(metric, inUnit.applyAsDouble(limit))));
    }

    /**
     * Asserts that the figure is above a limit.
     *
     * @param limit what it must pass
     * @return the assertions it belongs to
     * @throws AssertionFailedError if it is not, or the sample does not allow to say so
     */
    public A isAbove(V limit) {
        return check.apply(List.of(Limit.above(metric, inUnit.applyAsDouble(limit))));
    }

    /**
     * Asserts that the figure reaches a limit.
     *
     * @param limit what it must reach
     * @return the assertions it belongs to
     * @throws AssertionFailedError if it is below, or the sample does not allow to say so
     */
    public A isAtLeast(V limit) {
        return check.apply(List.of(Limit.atLeast(metric, inUnit.applyAsDouble(limit))));
    }

    /**
     * Asserts that the figure is exactly what is expected, as a count can be and a time never is.
     *
     * @param expected the expected figure
     * @return the assertions it belongs to
     * @throws AssertionFailedError if it is another one, or unknown
     */
    public A isExactly(V expected) {
        return isBetween(expected, expected);
    }

    /**
     * Asserts that the figure lies between two limits, both included.
     *
     * @param least what it must reach
     * @param most what it may reach
     * @return the assertions it belongs to
     * @throws IllegalArgumentException if the limits are in the wrong order
     * @throws AssertionFailedError if it does not, or the sample does not allow to say so
     */
    public A isBetween(V least, V most) {
        double low = inUnit.applyAsDouble(least);
        double high = inUnit.applyAsDouble(most);
        if (low > high) {
            throw new IllegalArgumentException(
                    metric.label() + " cannot lie between " + metric.unit().render(low) + " and "
                            + metric.unit().render(high) + ": give the smaller limit first");
        }
        return check.apply(List.of(Limit.atLeast(metric, low), Limit.atMost(metric, high)));
    }
}
