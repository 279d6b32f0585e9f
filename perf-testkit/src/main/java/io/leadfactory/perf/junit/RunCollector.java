package io.leadfactory.perf.junit;

import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.history.HistoryFolder;
import io.leadfactory.perf.judge.ErrorControl;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.FitnessCheck;
import io.leadfactory.perf.machine.MachineFingerprint;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.report.Annotations;
import io.leadfactory.perf.report.ConsoleProgress;
import io.leadfactory.perf.report.ConsoleReport;
import io.leadfactory.perf.report.Environment;
import io.leadfactory.perf.report.Pace;
import io.leadfactory.perf.report.Part;
import io.leadfactory.perf.report.ReportFolder;
import io.leadfactory.perf.report.RunHistory;
import io.leadfactory.perf.report.RunReport;
import io.leadfactory.perf.report.ScenarioReport;
import io.leadfactory.perf.report.StepSummary;
import io.leadfactory.perf.run.Runner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects the scenarios of a run; closed by JUnit after the last test, it hands out the report. Thread-safe.
 *
 * <p>It lives in JUnit's root store, so there is one for each run and none is left over.
 */
final class RunCollector implements AutoCloseable {
    /** A group of scenarios as it is shown. */
    record Group(String id, String title) {}

    private final Settings settings;
    private final PerfSettings given;
    private final Optional<ReportFolder> folder;
    private final List<RunReportSink> sinks;
    private final TimeSource time = TimeSource.system();
    private final long begun = time.nanos();
    private final Instant startedAt = Clock.systemUTC().instant();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final Set<String> claimed = new HashSet<>();
    private final List<ScenarioReport> scenarios = new ArrayList<>();
    private final Map<Class<?>, Integer> begunOf = new HashMap<>();
    private final List<String> plan;
    private final @Nullable Pace pace;
    private final ErrorControl control;
    private Environment environment;

    private RunCollector(
            Settings settings,
            PerfSettings given,
            Optional<ReportFolder> folder,
            List<RunReportSink> sinks,
            Map<String, Duration> plan) {
        this.settings = settings;
        this.given = given;
        this.environment = Environment.capture().with("settings", given.describeValues());
        this.folder = folder;
        this.sinks = sinks;
        this.control = ErrorControl.of(settings.errorRate(), settings.checks());
        this.plan = List.copyOf(plan.keySet());
        this.pace = plan.isEmpty() ? null : Pace.of(plan, time);
    }

    /** Opens the report folder, so that nothing is measured if the report could not be written. */
    static RunCollector open(Function<String, Optional<String>> source) {
        PerfSettings.check(PerfSettings.names());
        PerfSettings given = PerfSettings.of(source);
        Settings settings = Settings.from(given);
        List<RunReportSink> sinks = new ArrayList<>(RegisteredSinks.now());
        ServiceLoader.load(RunReportSink.class).forEach(sinks::add);
        RunCollector collector =
                new RunCollector(settings, given, settings.folder().map(ReportFolder::open), sinks, plan(source));
        if (settings.progress()) {
            System.out.println(given.describe());
        }
        return collector;
    }

    /** Returns the first plan that knows the run, or an empty one. */
    private static Map<String, Duration> plan(Function<String, Optional<String>> source) {
        return ServiceLoader.load(RunPlan.class).stream()
                .map(provider -> provider.get().plan(source))
                .filter(plan -> !plan.isEmpty())
                .findFirst()
                .orElse(Map.of());
    }

    Settings settings() {
        return settings;
    }

    /** Returns where the page of the report will be, if it is written. */
    Optional<Path> page() {
        return folder.map(ReportFolder::page);
    }

    /** Returns everything that the run was told from outside, for definitions that are not told in code. */
    PerfSettings given() {
        return given;
    }

    ErrorControl errorControl() {
        return control;
    }

    /**
     * Takes a scenario's id.
     *
     * @throws IllegalStateException if it was taken before
     */
    synchronized void claim(String id, Group group) {
        if (!claimed.add(id)) {
            throw new IllegalStateException(
                    "scenario id \"" + id + "\" is used twice in this run: give each @PerfTest an id of its own");
        }
        groups.putIfAbsent(group.id(), group.title());
        if (pace != null) {
            pace.begin(id);
        }
    }

    /** Returns a runner that tells where in the run, or in its class, the next scenario of the class stands. */
    synchronized Runner runner(Class<?> type, int inClass) {
        if (!settings.progress()) {
            return Runner.create();
        }
        int number = begunOf.merge(type, 1, Integer::sum);
        ConsoleProgress progress = ConsoleProgress.standard();
        if (pace != null) {
            progress.at(pace);
        } else if (inClass > 1) {
            progress.at(number, Math.max(number, inClass));
        }
        return Runner.create().withListener(progress);
    }

    synchronized void add(ScenarioReport scenario, Map<String, String> lines) {
        scenarios.add(scenario);
        for (Map.Entry<String, String> line : lines.entrySet()) {
            environment = environment.with(line.getKey(), line.getValue());
        }
    }

    /** Reports a scenario as FAIL that failed outside its own run; if it is reported as not passed already, that stays. */
    synchronized void breakOff(String id, Group group, String title, String failure) {
        replaceIfPassed(
                id,
                group,
                title,
                known -> new ScenarioReport(id, known.group(), known.title(), known.parts(), failure));
    }

    /** Reports a scenario as INCONCLUSIVE that was not run to its end; if it is reported as not passed already, that stays. */
    synchronized void miss(String id, Group group, String title, String note) {
        replaceIfPassed(id, group, title, known -> abandoned(known, note));
    }

    private void replaceIfPassed(String id, Group group, String title, UnaryOperator<ScenarioReport> change) {
        claimed.add(id);
        groups.putIfAbsent(group.id(), group.title());
        for (int i = 0; i < scenarios.size(); i++) {
            ScenarioReport known = scenarios.get(i);
            if (known.id().equals(id)) {
                if (known.verdict() == Verdict.PASS) {
                    scenarios.set(i, change.apply(known));
                }
                return;
            }
        }
        scenarios.add(change.apply(new ScenarioReport(id, group.id(), title, List.of(), null)));
    }

    /** Takes the judgements away from a scenario that has not run to its end, unless one has failed, and says why. */
    static ScenarioReport abandoned(ScenarioReport scenario, String note) {
        List<Part> parts = new ArrayList<>();
        for (Part part : scenario.parts()) {
            List<Finding> kept = scenario.verdict() == Verdict.FAIL ? part.findings() : List.of();
            parts.add(part.withFindings(kept));
        }
        parts.add(new Part("", null, null, List.of(), List.of(note)));
        return new ScenarioReport(scenario.id(), scenario.group(), scenario.title(), parts, scenario.failure());
    }

    /** Hands the report to everybody who wants it, even if one of them fails. */
    @Override
    public synchronized void close() {
        RunReport report = settings.history()
                .map(HistoryFolder::at)
                .map(history -> RunHistory.of(
                                history, MachineFingerprint.current().key())
                        .withRuler(FitnessCheck.known().map(Fitness::rulerNanos).orElse(Double.NaN))
                        .placeAndRemember(report()))
                .orElseGet(this::report);
        List<RuntimeException> failures = new ArrayList<>();
        AtomicReference<@Nullable Path> page = new AtomicReference<>();
        folder.ifPresent(open -> attempt(failures, () -> page.set(open.write(report))));
        if (folder.isPresent()) {
            attempt(failures, () -> new StepSummary().append(report, System.getenv()));
        }
        System.out.print(Annotations.render(report, System.getenv()));
        if (settings.tables()) {
            ConsoleReport console = settings.colour() ? ConsoleReport.coloured() : ConsoleReport.plain();
            System.out.print(console.render(report, page.get()));
            System.out.flush();
        }
        sinks.forEach(sink -> attempt(failures, () -> sink.receive(report)));
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void attempt(List<RuntimeException> failures, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    private RunReport report() {
        Group unreached = new Group("not-reached", "Not reached");
        plan.stream()
                .filter(id -> !claimed.contains(id))
                .forEach(id -> miss(id, unreached, "not reached", "it was planned, but no test of this id was run"));
        FitnessCheck.known().ifPresent(fitness -> environment = environment.with("fitness", fitness.sentence()));
        return new RunReport(
                settings.title(),
                startedAt,
                Duration.ofNanos(time.nanos() - begun),
                environment,
                scenarios.stream()
                        .map(this::settled)
                        .sorted(Comparator.comparing(ScenarioReport::id, RunCollector::compareIds))
                        .toList(),
                groups);
    }

    /** Gives each finding what it is worth now that all are known. */
    private ScenarioReport settled(ScenarioReport scenario) {
        List<Part> parts = scenario.parts().stream()
                .map(part -> part.withFindings(
                        part.findings().stream().map(control::settle).toList()))
                .toList();
        return new ScenarioReport(scenario.id(), scenario.group(), scenario.title(), parts, scenario.failure());
    }

    /** Puts A2 before A10. What stands before the last digits always decides first, or the order would go in circles. */
    static int compareIds(String one, String other) {
        String letters = one.replaceFirst("[0-9]+$", "");
        String otherLetters = other.replaceFirst("[0-9]+$", "");
        if (!letters.equals(otherLetters)) {
            return letters.compareTo(otherLetters);
        }
        String digits = one.substring(letters.length());
        String otherDigits = other.substring(letters.length());
        int length = Integer.compare(digits.length(), otherDigits.length());
        return length != 0 ? length : digits.compareTo(otherDigits);
    }
}
