package io.leadfactory.perf.junit;

import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.report.ConsoleProgress;
import io.leadfactory.perf.report.ConsoleReport;
import io.leadfactory.perf.report.Environment;
import io.leadfactory.perf.report.Pace;
import io.leadfactory.perf.report.ReportFolder;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects the scenarios of a run; closed by JUnit after the last test, it hands out the report. Thread-safe.
 *
 * <p>It lives in JUnit's root store, so there is one for each run and none is left over.
 */
final class RunCollector implements AutoCloseable {
    private final Settings settings;
    private final Optional<ReportFolder> folder;
    private final List<RunReportSink> sinks;
    private final TimeSource time = TimeSource.system();
    private final long begun = time.nanos();
    private final Instant startedAt = Clock.systemUTC().instant();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final Set<String> claimed = new HashSet<>();
    private final List<ScenarioReport> scenarios = new ArrayList<>();
    private final Map<Class<?>, Integer> begunOf = new HashMap<>();
    private final @Nullable Pace pace;
    private Environment environment = Environment.capture();

    private RunCollector(
            Settings settings, Optional<ReportFolder> folder, List<RunReportSink> sinks, Map<String, Duration> plan) {
        this.settings = settings;
        this.folder = folder;
        this.sinks = sinks;
        this.pace = plan.isEmpty() ? null : Pace.of(plan, time);
    }

    /** Opens the report folder, so that nothing is measured if the report could not be written. */
    static RunCollector open(Function<String, Optional<String>> source) {
        Settings settings = Settings.from(source);
        List<RunReportSink> sinks = new ArrayList<>(RunReportSink.Registered.now());
        ServiceLoader.load(RunReportSink.class).forEach(sinks::add);
        return new RunCollector(settings, settings.folder().map(ReportFolder::open), sinks, RunPlan.find(source));
    }

    Settings settings() {
        return settings;
    }

    /**
     * Takes a scenario's id.
     *
     * @throws IllegalStateException if it was taken before
     */
    synchronized void claim(String id, String group, String groupTitle) {
        if (!claimed.add(id)) {
            throw new IllegalStateException(
                    "scenario id \"" + id + "\" is used twice in this run: give each @PerfTest an id of its own");
        }
        groups.putIfAbsent(group, groupTitle);
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

    @Override
    public synchronized void close() {
        RunReport report = new RunReport(
                settings.title(),
                startedAt,
                Duration.ofNanos(time.nanos() - begun),
                environment,
                scenarios.stream()
                        .sorted(Comparator.comparing(ScenarioReport::id, RunCollector::compareIds))
                        .toList(),
                groups);
        Path page = folder.map(open -> open.write(report)).orElse(null);
        if (folder.isPresent()) {
            new StepSummary().append(report, System.getenv());
        }
        if (settings.tables()) {
            ConsoleReport console = settings.colour() ? ConsoleReport.coloured() : ConsoleReport.plain();
            System.out.print(console.render(report, page));
            System.out.flush();
        }
        sinks.forEach(sink -> sink.receive(report));
    }

    /** Puts A2 before A10. */
    static int compareIds(String one, String other) {
        String letters = one.replaceFirst("\\d+$", "");
        String otherLetters = other.replaceFirst("\\d+$", "");
        if (!letters.equals(otherLetters) || letters.equals(one) || otherLetters.equals(other)) {
            return one.compareTo(other);
        }
        String digits = one.substring(letters.length());
        String otherDigits = other.substring(letters.length());
        int length = Integer.compare(digits.length(), otherDigits.length());
        return length != 0 ? length : digits.compareTo(otherDigits);
    }
}
