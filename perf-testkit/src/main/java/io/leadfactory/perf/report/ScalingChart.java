package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Unit;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Throughput and response time over the number of users, drawn where a scenario was measured at three levels or more. A sweep
 * has a {@link LawChart} instead.
 */
record ScalingChart(String scenario, List<Timed> levels) implements Chart {
    private static final int FEWEST = 3;

    static Optional<Chart> of(ScenarioReport scenario) {
        if (scenario.parts().stream().anyMatch(part -> part.scaling() != null)) {
            return Optional.empty();
        }
        List<Timed> timed = Chart.timed(scenario);
        return of(scenario, timed)
                .or(() -> of(
                        scenario,
                        timed.stream()
                                .filter(level -> level.part().verdict().isPresent())
                                .toList()));
    }

    private static Optional<Chart> of(ScenarioReport scenario, List<Timed> timed) {
        List<Timed> levels = timed.stream()
                .sorted(Comparator.comparingInt(level -> level.measurement().users()))
                .toList();
        long different = levels.stream()
                .map(level -> level.measurement().users())
                .distinct()
                .count();
        // Two parts with the same users are two kinds of work, which no line may join.
        return different < FEWEST || different < levels.size()
                ? Optional.empty()
                : Optional.of(new ScalingChart(scenario.id(), levels));
    }

    @Override
    public String kind() {
        return "scaling";
    }

    @Override
    public String caption() {
        return "Throughput and response time over users";
    }

    @Override
    public String text() {
        Timed first = levels.get(0);
        Timed last = levels.get(levels.size() - 1);
        return "Scaling of " + scenario + ": from " + users(first) + " to " + users(last)
                + " users the throughput goes from " + throughput(first) + " to " + throughput(last)
                + ", the mean from " + mean(first) + " to " + mean(last);
    }

    @Override
    public DataTable table() {
        return new DataTable(
                List.of("Users", "Throughput", "Mean", "P95"),
                levels.stream()
                        .map(level -> new DataTable.Row(
                                Integer.toString(users(level)),
                                List.of(
                                        throughput(level),
                                        mean(level),
                                        ResultTable.percentile(level.measurement(), 95))))
                        .toList());
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        Chart.writeWhole(json, "users", levels, ScalingChart::users);
        Chart.writeNumbers(
                json, "throughput", levels, level -> level.measurement().throughput());
        Chart.writeWhole(
                json,
                "mean",
                levels,
                level -> level.measurement().responseTime().meanNanos());
        Chart.writeWhole(
                json,
                "p95",
                levels,
                level -> ResultTable.percentile(level.measurement(), 95).equals(ResultTable.NONE)
                        ? Double.NaN
                        : level.measurement().responseTime().percentileNanos(95));
    }

    private static int users(Timed level) {
        return level.measurement().users();
    }

    private static String throughput(Timed level) {
        return Unit.PER_SECOND.render(level.measurement().throughput());
    }

    private static String mean(Timed level) {
        return Unit.NANOSECONDS.render(level.measurement().responseTime().meanNanos());
    }
}
