package io.leadfactory.suite.benchmark.statistic;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Medians of samples. */
public final class Medians {
    private Medians() {}

    /** {@return the median of a figure, not a number if there are no samples} */
    public static <S> double of(List<S> samples, ToDoubleFunction<S> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
