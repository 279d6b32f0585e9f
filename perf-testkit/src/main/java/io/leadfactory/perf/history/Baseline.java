package io.leadfactory.perf.history;

import io.leadfactory.perf.history.HistoryEntry.Point;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares a run with the median of the runs before it, as advice and never as a verdict: a stored time is one of another
 * minute, and on a shared machine the same code can differ by a factor of two between two minutes.
 *
 * <p>A figure is worth a sentence if it is at least 10 % off the median of the last ten runs on the same machine, and further
 * off than three times their usual spread (the median distance from the median, scaled to a standard deviation). Fewer than
 * five runs are no baseline. If the machine's own ruler moved as well, the sentence says so.
 */
public final class Baseline {
    private static final int RUNS = 10;
    private static final int FEWEST = 5;
    private static final double SHARE = 0.10;
    private static final double SPREADS = 3;
    private static final double TO_DEVIATION = 1.4826;
    private static final double RULER_SHARE = 0.05;

    private Baseline() {}

    /**
     * Compares a run with those before it.
     *
     * @param now the run
     * @param earlier the runs before it on the same machine, the oldest first
     * @return a sentence for each figure that is off, without a full stop
     */
    public static List<String> advise(HistoryEntry now, List<HistoryEntry> earlier) {
        List<String> advice = new ArrayList<>();
        for (Point point : now.points()) {
            Figure figure = point.figure();
            double[] values = values(earlier, point.part(), figure.metric());
            if (values.length >= FEWEST && Double.isFinite(figure.value())) {
                compare(point, values).ifPresent(text -> advice.add(text + ruler(now, earlier)));
            }
        }
        return advice;
    }

    /**
     * Returns the median of a figure over the last ten runs.
     *
     * @param earlier the runs, the oldest first
     * @param part the part's label
     * @param metric the metric
     * @return the median; empty if fewer than five runs have the figure
     */
    public static Optional<Double> median(List<HistoryEntry> earlier, String part, Metric metric) {
        double[] values = values(earlier, part, metric);
        return values.length < FEWEST ? Optional.empty() : Optional.of(median(values));
    }

    private static Optional<String> compare(Point point, double[] values) {
        Figure figure = point.figure();
        double median = median(values);
        double spread = TO_DEVIATION
                * median(Arrays.stream(values)
                        .map(value -> Math.abs(value - median))
                        .toArray());
        double off = figure.value() - median;
        if (median <= 0 || Math.abs(off) < SHARE * median || Math.abs(off) <= SPREADS * spread) {
            return Optional.empty();
        }
        String subject = (point.part().isBlank() ? "" : point.part() + ": ")
                + figure.metric().label() + " " + figure.render();
        return Optional.of(String.format(
                Locale.ROOT,
                "%s is %.0f %% %s than the median of the last %d runs on this machine, %s",
                subject,
                100 * Math.abs(off) / median,
                word(figure.metric(), off > 0),
                values.length,
                figure.metric().unit().render(median)));
    }

    private static String word(Metric metric, boolean more) {
        if (metric.unit() == Unit.NANOSECONDS) {
            return more ? "slower" : "faster";
        }
        return more ? "more" : "less";
    }

    private static String ruler(HistoryEntry now, List<HistoryEntry> earlier) {
        double[] rulers = last(earlier.stream()
                .mapToDouble(HistoryEntry::rulerNanos)
                .filter(Double::isFinite)
                .toArray());
        if (rulers.length < FEWEST || !Double.isFinite(now.rulerNanos())) {
            return "";
        }
        double off = now.rulerNanos() / median(rulers) - 1;
        return Math.abs(off) < RULER_SHARE
                ? "; the machine itself is as fast as then"
                : String.format(
                        Locale.ROOT,
                        "; the machine itself is %.0f %% %s than then",
                        100 * Math.abs(off),
                        off > 0 ? "slower" : "faster");
    }

    private static double[] values(List<HistoryEntry> earlier, String part, Metric metric) {
        return last(earlier.stream()
                .flatMap(entry -> entry.figure(part, metric).stream())
                .mapToDouble(Figure::value)
                .toArray());
    }

    private static double[] last(double[] values) {
        return Arrays.copyOfRange(values, Math.max(0, values.length - RUNS), values.length);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
