package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.Interval;
import io.leadfactory.perf.measure.ScalabilityLaw;
import io.leadfactory.perf.measure.ScalingCurve;
import io.leadfactory.perf.measure.ScalingCurve.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How a sweep scaled: what was measured, each with its interval, and the Universal Scalability Law through it, drawn beyond
 * what was measured up to a little more than its peak, but not beyond {@value #FARTHEST} times the highest number of users;
 * twice as far as was measured if it has no peak.
 */
record LawChart(String label, ScalingCurve curve) implements Chart {
    private static final int FARTHEST = 4;
    private static final double BEYOND_PEAK = 1.2;
    private static final double WITHOUT_PEAK = 2;
    private static final int STEPS = 64;

    static Optional<Chart> of(ScenarioReport scenario, Part part) {
        return part.scaling() == null
                ? Optional.empty()
                : Optional.of(new LawChart(Plain.line(scenario.id()), part.scaling()));
    }

    @Override
    public String kind() {
        return "law";
    }

    @Override
    public String caption() {
        String measured = "Throughput and mean over users, bars are 95 % intervals";
        return curve.law().isEmpty()
                ? measured
                : measured + "; the line is the Universal Scalability Law, dashed beyond what was measured"
                        + (isPeakDrawn() ? "; the shade is where its peak may be" : "");
    }

    @Override
    public String text() {
        Point first = curve.points().get(0);
        Point last = curve.points().get(curve.points().size() - 1);
        return "Scaling of " + label + ": from " + first.users() + " to " + last.users()
                + " users the throughput goes from " + rate(first.throughput()) + " to " + rate(last.throughput())
                + ", the mean from " + time(first.meanNanos()) + " to " + time(last.meanNanos()) + ". "
                + curve.law().map(this::text).orElse(Plain.line(curve.description()));
    }

    private String text(ScalabilityLaw law) {
        if (Double.isInfinite(law.peakUsers())) {
            return "The fitted law predicts no peak";
        }
        return String.format(
                Locale.ROOT,
                "The fitted law has its peak at %.1f users with %s%s",
                law.peakUsers(),
                rate(law.throughput(law.peakUsers())),
                law.peakUsers() > reach() ? ", farther than is drawn" : "");
    }

    @Override
    public DataTable table() {
        List<DataTable.Row> rows = new ArrayList<>();
        for (Point point : curve.points()) {
            rows.add(new DataTable.Row(
                    Integer.toString(point.users()),
                    List.of(
                            rate(point.throughput()),
                            point.throughputInterval()
                                    .map(ends -> rate(ends.low()) + " .. " + rate(ends.high()))
                                    .orElse(ResultTable.NONE),
                            curve.law()
                                    .map(law -> rate(law.throughput(point.users())))
                                    .orElse(ResultTable.NONE),
                            time(point.meanNanos()),
                            time(point.p95Nanos()))));
        }
        curve.law()
                .filter(law -> Double.isFinite(law.peakUsers()))
                .ifPresent(law -> rows.add(new DataTable.Row(
                        String.format(Locale.ROOT, "%.1f, the law's peak (%s)", law.peakUsers(), peak(law)),
                        List.of(
                                ResultTable.NONE,
                                ResultTable.NONE,
                                rate(law.throughput(law.peakUsers())),
                                ResultTable.NONE,
                                ResultTable.NONE))));
        return new DataTable(List.of("Users", "Throughput", "95 % interval", "Law", "Mean", "P95"), rows);
    }

    private static String peak(ScalabilityLaw law) {
        Interval ends = law.peakInterval();
        return String.format(Locale.ROOT, "%.1f .. ", ends.low())
                + (Double.isInfinite(ends.high()) ? "unknown" : String.format(Locale.ROOT, "%.1f", ends.high()));
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        List<Point> points = curve.points();
        Chart.writeWhole(json, "users", points, Point::users);
        Chart.writeNumbers(json, "throughput", points, Point::throughput);
        Chart.writeNumbers(json, "low", points, point -> low(point.throughputInterval()));
        Chart.writeNumbers(json, "high", points, point -> high(point.throughputInterval()));
        Chart.writeWhole(json, "mean", points, Point::meanNanos);
        Chart.writeWhole(json, "meanLow", points, point -> low(point.meanInterval()));
        Chart.writeWhole(json, "meanHigh", points, point -> high(point.meanInterval()));
        List<Double> drawn = drawn();
        Chart.writeNumbers(json, "lawUsers", drawn, users -> users);
        Chart.writeNumbers(
                json, "law", drawn, users -> curve.law().orElseThrow().throughput(users));
        json.writeFieldName("reach");
        Chart.writeNumber(json, reach());
        json.writeFieldName("peak");
        Chart.writeNumber(json, isPeakDrawn() ? peakUsers() : Double.NaN);
        Optional<Interval> peak = curve.law().filter(law -> isPeakDrawn()).map(ScalabilityLaw::peakInterval);
        json.writeFieldName("peakLow");
        Chart.writeNumber(json, low(peak));
        json.writeFieldName("peakHigh");
        // What may be anywhere is shaded to the chart's end.
        Chart.writeNumber(json, Math.min(reach(), high(peak)));
    }

    /** The users at which the line has a point: each that was measured, or it would miss its own marks, and some between. */
    private List<Double> drawn() {
        if (curve.law().isEmpty()) {
            return List.of();
        }
        double first = curve.points().get(0).users();
        DoubleStream even =
                IntStream.rangeClosed(0, STEPS).mapToDouble(step -> first + (reach() - first) * step / STEPS);
        DoubleStream marks = curve.points().stream().mapToDouble(Point::users);
        DoubleStream peak = isPeakDrawn() ? DoubleStream.of(Math.max(first, peakUsers())) : DoubleStream.empty();
        return DoubleStream.concat(even, DoubleStream.concat(marks, peak))
                .sorted()
                .distinct()
                .boxed()
                .toList();
    }

    /** Returns the number of users at which the chart ends. */
    private double reach() {
        int most = curve.mostUsers();
        if (curve.law().isEmpty()) {
            return most;
        }
        double wanted = Double.isInfinite(peakUsers()) ? WITHOUT_PEAK * most : BEYOND_PEAK * peakUsers();
        return Math.max(most, Math.min((double) FARTHEST * most, wanted));
    }

    private boolean isPeakDrawn() {
        return peakUsers() <= reach();
    }

    private double peakUsers() {
        return curve.law().map(ScalabilityLaw::peakUsers).orElse(Double.POSITIVE_INFINITY);
    }

    private static double low(Optional<Interval> interval) {
        return interval.map(Interval::low).orElse(Double.NaN);
    }

    private static double high(Optional<Interval> interval) {
        return interval.map(Interval::high).orElse(Double.NaN);
    }

    private static String rate(double perSecond) {
        return Unit.PER_SECOND.render(perSecond);
    }

    private static String time(double nanos) {
        return Unit.NANOSECONDS.render(nanos);
    }
}
