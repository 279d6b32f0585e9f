package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** How the ratios of a comparison's pairs are spread, with their median, its interval and the limit. */
record ComparisonChart(String label, List<Double> ratios, Optional<Finding> finding) implements Chart {
    private static final int BINS = 41;
    private static final double TAIL = 0.01;

    static Optional<Chart> of(ScenarioReport scenario, Part part) {
        PairedMeasurement comparison = part.comparison();
        if (comparison == null) {
            return Optional.empty();
        }
        List<Double> ratios = comparison.pairs().stream()
                .map(Pair::ratio)
                .filter(Double::isFinite)
                .sorted()
                .toList();
        return ratios.size() < 2
                ? Optional.empty()
                : Optional.of(new ComparisonChart(Chart.label(scenario, part), ratios, part.finding(Metric.OVERHEAD)));
    }

    @Override
    public String kind() {
        return "comparison";
    }

    @Override
    public String caption() {
        return "Time of the candidate over the reference, pair by pair; the line is the median, the band its interval"
                + (finding.isPresent() ? ", red the limit" : "");
    }

    @Override
    public String text() {
        return label + ": half of " + ratios.size() + " pairs lie between " + ratio(quantile(0.25)) + " and "
                + ratio(quantile(0.75)) + ", the median is " + ratio(median())
                + finding.map(Finding::figure)
                        .filter(Figure::hasInterval)
                        .map(figure -> ", its interval " + ResultTable.interval(figure))
                        .orElse("");
    }

    @Override
    public DataTable table() {
        return new DataTable(
                List.of("Share of the pairs", "At or below"),
                List.of(0.05, 0.25, 0.5, 0.75, 0.95).stream()
                        .map(share -> new DataTable.Row(
                                String.format(Locale.ROOT, "%.0f %%", share * 100), List.of(ratio(quantile(share)))))
                        .toList());
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        double low = quantile(TAIL);
        double high = quantile(1 - TAIL);
        double limit = finding.map(found -> found.limit().value()).orElse(Double.NaN);
        // A limit that is far away would leave no room for the pairs.
        if (limit > high && limit - low < 4 * (high - low)) {
            high = limit;
        } else if (limit < low && high - limit < 4 * (high - low)) {
            low = limit;
        }
        double width = Math.max((high - low) / (BINS - 2), 1e-9);
        double from = low - width;
        long[] counts = new long[BINS];
        for (double ratio : ratios) {
            int bin = (int) Math.floor((ratio - from) / width);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        List<Integer> bins = IntStream.range(0, BINS).boxed().toList();
        json.writeStringField("label", label);
        json.writeNumberField("from", from);
        json.writeNumberField("width", width);
        Chart.writeWhole(json, "counts", bins, bin -> counts[bin]);
        number(json, "median", median());
        number(json, "low", finding.map(found -> found.figure().low()).orElse(Double.NaN));
        number(json, "high", finding.map(found -> found.figure().high()).orElse(Double.NaN));
        number(json, "limit", limit);
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        Chart.writeNumber(json, value);
    }

    private double median() {
        return finding.map(found -> found.figure().value()).orElseGet(() -> quantile(0.5));
    }

    private double quantile(double share) {
        return ratios.get((int) Math.round(share * (ratios.size() - 1)));
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio);
    }
}
