package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.report.MachineReport.Timed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One scenario of several machines, merged. For one thread. */
final class MergedScenario {
    private static final String SAME = "; measure the same on each machine";
    private static final Limit NO_ERRORS = Limit.atMost(Metric.ERRORS, 0);

    /** What the report tells of collections is less than what these limit, so they are not judged again. */
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
        List<Optional<Timed>> timed =
                machines.stream().map(machine -> machine.timed(id, index)).toList();
        List<Timed> measured = timed.stream().flatMap(Optional::stream).toList();
        List<Finding> findings = new ArrayList<>();
        Set<Limit> judgedAgain = new HashSet<>();
        List<String> notes = notes(each);
        Measurement all = null;
        if (!measured.isEmpty()) {
            if (measured.size() < machines.size()) {
                throw new ReportException(
                        "cannot merge scenario \"" + id + "\": not every machine has timed it" + SAME);
            }
            requireSame("load", measured.stream().map(Timed::loadModel).toList());
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
            Optional<Measurement> alone = timed.get(i).map(Timed::alone);
            if (alone.isPresent() || !own.isEmpty()) {
                parts.add(new Part(
                        (label.isBlank() ? "" : label + " ") + "on "
                                + machines.get(i).name(),
                        alone.orElse(null),
                        null,
                        own,
                        notesTold ? List.of() : notes));
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
        if (PAUSES.contains(limit.metric())) {
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

    private static Measurement merged(List<Timed> measured) {
        Measurement.Builder builder = Measurement.of(measured.get(0).json().text("scenario"));
        measured.forEach(timed -> builder.add(timed.recorder()));
        Instant start = measured.stream()
                .map(Timed::startedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        // Operations of one machine alone are spread over the time of all, or the throughputs would add up.
        Duration elapsed = MergeReports.together(measured)
                ? measured.stream()
                        .map(timed -> Duration.between(start, timed.endedAt()))
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                : measured.stream()
                        .map(Timed::elapsed)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Duration collecting = measured.stream().map(timed -> timed.gc().time()).reduce(Duration.ZERO, Duration::plus);
        long collections =
                measured.stream().mapToLong(timed -> timed.gc().collections()).sum();
        return builder.users(
                        measured.stream().mapToInt(Timed::users).sum(),
                        measured.get(0).json().flag("virtual"))
                .loadModel(measured.get(0).loadModel())
                .time(start, elapsed)
                .cost(
                        weighted(measured, "cpuShare", Timed::timedNanos),
                        weighted(measured, "allocatedBytesPerOperation", Timed::samples),
                        new GcActivity(collections, collecting))
                .build();
    }

    private static double weighted(List<Timed> measured, String name, ToDoubleFunction<Timed> weight) {
        List<Timed> any = measured.stream()
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
