package io.leadfactory.suite.benchmark.statistic;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Ratio;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How two variants compare: the median over the rounds of the ratio within a round. Immutable.
 *
 * @param value the median; not a number if there is none
 * @param low the lower end of its 95 % interval; not a number if there is none
 * @param high the upper end of its 95 % interval; not a number if there is none
 * @param rounds how many rounds it rests on
 */
public record RoundRatio(double value, double low, double high, int rounds) {
    /** What was not measured. */
    public static final RoundRatio NONE = new RoundRatio(Double.NaN, Double.NaN, Double.NaN, 0);

    private static final long SEED = 42;

    /** {@return the ratio of the candidate to the reference, without an interval if there are few rounds} */
    public static <S> RoundRatio of(List<S> reference, List<S> candidate, ToDoubleFunction<S> figure) {
        int rounds = Math.min(reference.size(), candidate.size());
        if (rounds == 0) {
            return NONE;
        }
        List<Pair> pairs = IntStream.range(0, rounds)
                .mapToObj(i -> new Pair(figure.applyAsDouble(reference.get(i)), figure.applyAsDouble(candidate.get(i))))
                .toList();
        if (rounds < Comparison.FEWEST_PAIRS) {
            return new RoundRatio(Medians.of(pairs, Pair::ratio), Double.NaN, Double.NaN, rounds);
        }
        Figure ratio = Ratio.of(new PairedMeasurement("rounds", pairs, 1, SEED, Duration.ZERO));
        return new RoundRatio(ratio.value(), ratio.low(), ratio.high(), rounds);
    }

    /** {@return whether there is a ratio} */
    public boolean isKnown() {
        return !Double.isNaN(value);
    }

    /** {@return whether there is an interval} */
    public boolean hasInterval() {
        return !Double.isNaN(low);
    }

    /** {@return the median, {@code "1.45"}, or a dash} */
    public String shown() {
        return isKnown() ? String.format(Locale.ROOT, "%.2f", value) : "-";
    }

    /** {@return the median with its interval, {@code "1.45 (1.43..1.47)"}, or a dash} */
    public String shownWithInterval() {
        return hasInterval() ? String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", value, low, high) : shown();
    }
}
