package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One scenario of several machines, merged. For one thread. */
final class MergedScenario {
    private static final String SAME = "; measure the same on each machine";
    private static final Limit NO_ERRORS = Limit.atMost(Metric.ERRORS, 0);

    /** A JVM's pauses are its own: how many of them there may be is not said of several JVMs together. */
    private static final Set<Metric> PAUSES = Set.of(Metric.GC_PAUSES, Metric.GC_PAUSE_TIME, Metric.LONGEST_GC_PAUSE);

    private final List<MachineReport> machines;
    private final JsonTree first;
    private final String id;

    MergedScenario(List<MachineReport> machines, JsonTree first) {
        this.machines = machines;
        this.first = first;
        this.id = first.text("id");
    }

    ScenarioReport report() {
        List<JsonTree> each =
                machines.stream().map(machine -> machine.scenario(id)).toList();
        requireSame(
                "title", each.stream().map(scenario -> scenario.text("title")).toList());
        requireSame("parts", each.stream().map(MergedScenario::labels).toList());
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < first.objects("parts").size(); i++) {
            add(parts, i);
        }
        String failure = machines.stream()
                .filter(machine -> machine.scenario(id).has("failure"))
                .map(machine ->
                        "on " + machine.name() + ": " + machine.scenario(id).text("failure"))
                .collect(Collectors.joining("\n"));
        return new ScenarioReport(
                id, first.text("group"), first.text("title"), parts, failure.isEmpty() ? null : failure);
    }

    private void add(List<Part> parts, int index) {
        List<JsonTree> each = machines.stream()
                .map(machine -> machine.scenario(id).objects("parts").get(index))
                .toList();
        String label = each.get(0).text("label");
        List<List<Finding>> found = each.stream().map(MachineReport::findings).toList();
        boolean errorsEverywhere =
                found.stream().allMatch(own -> own.stream().map(Finding::limit).anyMatch(NO_ERRORS::equals));
        // A finding on errors that nobody expected may stand on one machine alone.
        List<List<Limit>> limits = found.stream()
                .map(own -> own.stream()
                        .map(Finding::limit)
                        .filter(limit -> errorsEverywhere || !limit.equals(NO_ERRORS))
                        .toList())
                .toList();
        requireSame("limits", limits.stream().map(MergedScenario::rendered).toList());
        List<Optional<RestoredMeasurement>> timed =
                machines.stream().map(machine -> machine.timed(id, index)).toList();
        List<RestoredMeasurement> measured =
                timed.stream().flatMap(Optional::stream).toList();
        List<Finding> findings = new ArrayList<>();
        Set<Limit> judgedAgain = new HashSet<>();
        List<String> notes = notes(each);
        Measurement all = null;
        if (!measured.isEmpty()) {
            if (measured.size() < machines.size()) {
                throw new ReportException(
                        "cannot merge scenario \"" + id + "\": not every machine has timed it" + SAME);
            }
            requireSame(
                    "load",
                    measured.stream().map(RestoredMeasurement::loadModel).toList());
            requireSame("operations", texts(measured, RestoredMeasurement::operations));
            requireSame(
                    "counters",
                    texts(measured, machine -> List.copyOf(machine.counts().keySet())));
            all = merged(measured);
            boolean together = MergeReports.together(measured);
            if (!together) {
                notes.add("the machines did not run at the same time");
            }
            for (Limit limit : limits.get(0)) {
                Optional<Finding> again = again(all, limit, together);
                again.map(finding -> doubted(finding, found)).ifPresent(findings::add);
                if (again.isPresent()) {
                    judgedAgain.add(limit);
                }
            }
        }
        boolean notesTold = all != null || found.stream().allMatch(List::isEmpty);
        if (notesTold) {
            parts.add(new Part(label, all, null, findings, notes));
        }
        for (int i = 0; i < machines.size(); i++) {
            List<Finding> own = found.get(i).stream()
                    .filter(finding -> !judgedAgain.contains(finding.limit()))
                    .toList();
            MachineReport machine = machines.get(i);
            String place = (label.isBlank() ? "" : label + " ") + "on " + machine.name();
            Part alone = machine.part(id, index, timed.get(i), place, own, notesTold ? List.of() : notes);
            if (alone.samples() > 0 || timed.get(i).isPresent() || !own.isEmpty()) {
                parts.add(alone);
                notesTold = true;
            }
        }
    }

    private List<String> notes(List<JsonTree> each) {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            String machine = machines.get(i).name();
            each.get(i).texts("notes").forEach(note -> notes.add("on " + machine + ": " + note));
        }
        return notes;
    }

    /**
     * Takes back a FAIL that no machine has found: what kept a machine from it, as its own doubt or a correction, does not
     * stand in its report. A count of errors is beyond doubt.
     */
    private static Finding doubted(Finding again, List<List<Finding>> found) {
        boolean failedAlone = found.stream()
                .flatMap(List::stream)
                .anyMatch(own -> own.limit().equals(again.limit()) && own.verdict() == Verdict.FAIL);
        return again.verdict() != Verdict.FAIL
                        || failedAlone
                        || again.limit().metric().equals(Metric.ERRORS)
                ? again
                : new Finding(
                        again.limit(),
                        again.figure(),
                        Verdict.INCONCLUSIVE,
                        "all samples together fail it, but no machine has: see what each machine found");
    }

    /** Judges a limit on all samples together; empty if it is on something that is not merged. */
    private static Optional<Finding> again(Measurement all, Limit limit, boolean together) {
        if (PAUSES.contains(limit.metric()) || isOfAWholeRun(all, limit.metric())) {
            return Optional.empty();
        }
        Finding finding;
        try {
            finding = Judge.judge(all, limit).findings().get(0);
        } catch (IllegalArgumentException e) {
            // The judge knows no such figure of a measurement: it is one of the caller's own.
            return Optional.empty();
        }
        return Optional.of(
                together || !limit.metric().equals(Metric.THROUGHPUT)
                        ? finding
                        : new Finding(
                                limit,
                                finding.figure(),
                                Verdict.INCONCLUSIVE,
                                "the machines did not run at the same time, so their throughputs do not add up"));
    }

    /** Returns whether a count in all is limited: that is one machine's, as its number of operations is. */
    private static boolean isOfAWholeRun(Measurement all, Metric metric) {
        return all.counts().keySet().stream().map(Metric::inAll).anyMatch(metric::equals);
    }

    private static Measurement merged(List<RestoredMeasurement> measured) {
        Measurement.Builder builder = Measurement.of(measured.get(0).json().text("scenario"));
        measured.forEach(timed -> timed.addTo(builder));
        Instant start = measured.stream()
                .map(RestoredMeasurement::startedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        // Operations of one machine alone are spread over the time of all, or the throughputs would add up.
        Duration elapsed = MergeReports.together(measured)
                ? measured.stream()
                        .map(timed -> Duration.between(start, timed.endedAt()))
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                : measured.stream()
                        .map(RestoredMeasurement::elapsed)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Map<String, Count> counts = new LinkedHashMap<>();
        measured.forEach(
                timed -> timed.counts().forEach((counter, count) -> counts.merge(counter, count, Count::plus)));
        counts.forEach(builder::count);
        return builder.users(
                        measured.stream().mapToInt(RestoredMeasurement::users).sum(),
                        measured.get(0).json().flag("virtual"))
                .loadModel(measured.get(0).loadModel())
                .time(start, elapsed)
                .cost(
                        weighted(measured, "cpuShare", RestoredMeasurement::timedNanos),
                        weighted(measured, "allocatedBytesPerOperation", RestoredMeasurement::samples),
                        measured.stream()
                                .map(RestoredMeasurement::gc)
                                .reduce(GcActivity::plus)
                                .orElseThrow())
                .build();
    }

    private static double weighted(
            List<RestoredMeasurement> measured, String name, ToDoubleFunction<RestoredMeasurement> weight) {
        List<RestoredMeasurement> any = measured.stream()
                .filter(timed -> weight.applyAsDouble(timed) > 0)
                .toList();
        return any.stream()
                        .mapToDouble(timed -> timed.json().number(name) * weight.applyAsDouble(timed))
                        .sum()
                / any.stream().mapToDouble(weight).sum();
    }

    private void requireSame(String what, List<String> values) {
        for (int i = 1; i < values.size(); i++) {
            if (!values.get(i).equals(values.get(0))) {
                throw new ReportException("cannot merge scenario \"" + id + "\": its " + what + " \"" + values.get(0)
                        + "\" in \"" + machines.get(0).folder() + "\" and \"" + values.get(i) + "\" in \""
                        + machines.get(i).folder() + "\" differ" + SAME);
            }
        }
    }

    private static List<String> texts(
            List<RestoredMeasurement> measured, Function<RestoredMeasurement, List<String>> names) {
        return measured.stream().map(names).map(each -> String.join(", ", each)).toList();
    }

    private static String labels(JsonTree scenario) {
        return scenario.objects("parts").stream()
                .map(part -> part.text("label"))
                .collect(Collectors.joining(", "));
    }

    private static String rendered(List<Limit> limits) {
        return limits.stream()
                .map(limit -> limit.metric().id() + " " + limit.render())
                .collect(Collectors.joining(", "));
    }
}
