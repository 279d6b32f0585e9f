package io.leadfactory.perf.junit;

import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Soak;
import io.leadfactory.perf.judge.ComparisonJudge;
import io.leadfactory.perf.judge.ErrorControl;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.MeasurementAssert;
import io.leadfactory.perf.judge.MemoryTrendAssert;
import io.leadfactory.perf.judge.SoakAssert;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.report.Part;
import io.leadfactory.perf.report.ScenarioReport;
import io.leadfactory.perf.run.HangException;
import io.leadfactory.perf.run.Runner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/**
 * One scenario while its {@link PerfTest} method runs: measures, judges and collects. For one thread.
 *
 * <p>A judgement does not end the test: all findings decide together when the method is over, so that every missed limit
 * is told. The same label twice means the same row of the report.
 */
public final class PerfRun {
    private final String id;
    private final String group;
    private final String title;
    private final Runner runner;
    private final PerfSettings settings;
    private final ErrorControl control;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final List<Judgement> judgements = new ArrayList<>();
    private final List<String> earlyNotes = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Measurement> measured = new ArrayList<>();
    private final FailureEvidence evidence;
    private @Nullable Draft last;

    PerfRun(String id, String group, String title, Runner runner, PerfSettings settings, ErrorControl control) {
        this.settings = settings;
        this.evidence = FailureEvidence.by(settings);
        this.id = id;
        this.group = group;
        this.title = title;
        this.runner = runner;
        this.control = control;
    }

    /**
     * Returns the runner that tells the progress on the console, for what is not measured by {@link #measure(Scenario)}.
     *
     * @return the runner
     */
    public Runner runner() {
        return runner;
    }

    /**
     * Begins a scenario whose defaults are the settings of this run, JUnit's configuration parameters among them.
     *
     * @param name how failures call it
     * @return the builder
     */
    public Scenario.Builder scenario(String name) {
        return Scenario.named(name, settings);
    }

    /**
     * Times an operation by the settings of this run, under the scenario's own id and title. Nothing is reported of it until
     * it is judged or shown.
     *
     * @param operation what is timed
     * @return what it did
     */
    public Measurement measure(Operation operation) {
        return measure(scenario(name()).operation(operation).build());
    }

    /**
     * Begins assertions on a measurement in the scenario's only row. They do not end the test: all findings decide together
     * when the method is over.
     *
     * @param measurement what was measured
     * @return the assertions
     */
    public MeasurementAssert assertThat(Measurement measurement) {
        return assertThat("", measurement);
    }

    /**
     * Begins assertions on a measurement that do not end the test.
     *
     * @param label the row, {@code "10 users"}
     * @param measurement what was measured
     * @return the assertions
     */
    public MeasurementAssert assertThat(String label, Measurement measurement) {
        put(label, measurement);
        return MeasurementAssert.of(measurement, judgement -> add(label, judgement));
    }

    /**
     * Begins assertions on what stayed in memory that do not end the test.
     *
     * @param label the row
     * @param trend what stayed
     * @return the assertions
     */
    public MemoryTrendAssert assertThat(String label, MemoryTrend trend) {
        draft(label).memory = trend;
        return MemoryTrendAssert.of(trend, judgement -> add(label, judgement));
    }

    /**
     * Begins assertions on a soak that do not end the test.
     *
     * @param label the row
     * @param soak what was measured
     * @return the assertions
     */
    public SoakAssert assertThat(String label, SoakMeasurement soak) {
        put(label, soak.whole());
        draft(label).memory = soak.memory();
        return SoakAssert.of(soak, judgement -> add(label, judgement));
    }

    /**
     * Runs work for a long time. Nothing is reported of it until it is judged.
     *
     * @param soak the work and the time
     * @return how its times and its memory moved
     */
    public SoakMeasurement soak(Soak soak) {
        return watched(soak.work().name(), () -> runner.soak(soak));
    }

    /**
     * Runs a scenario. Nothing is reported of it until it is judged or shown.
     *
     * @param scenario what to measure
     * @return what it did
     */
    public Measurement measure(Scenario scenario) {
        evidence.remember(scenario);
        Measurement measurement = watched(scenario.name(), () -> runner.measure(scenario));
        measured.add(measurement);
        return measurement;
    }

    /** Runs something and, if it hangs, gathers the evidence. */
    private <T> T watched(String name, Supplier<T> work) {
        try {
            return work.get();
        } catch (HangException hang) {
            evidence.ofHang(name, hang).forEach(this::note);
            throw hang;
        }
    }

    /**
     * Hunts for a race and judges it in a row.
     *
     * @param label the row
     * @param race the actors and what must hold
     * @param <S> the state that the actors share
     * @return what was found
     */
    public <S> RaceOutcome race(String label, Race<S> race) {
        RaceOutcome outcome = watched(race.name(), () -> runner.race(race));
        Judgement judgement = Judge.judge(outcome);
        add(label, judgement);
        judgement.findings().stream()
                .map(Finding::reason)
                .filter(reason -> !reason.isEmpty())
                .forEach(this::note);
        return outcome;
    }

    /**
     * Runs cycles of work and watches what stays in memory. Nothing is reported of it until it is judged.
     *
     * @param scenario what to repeat
     * @return what stayed
     */
    public MemoryTrend memory(MemoryScenario scenario) {
        return watched(scenario.work().name(), () -> runner.memory(scenario));
    }

    /**
     * Judges a measurement in the scenario's only row.
     *
     * @param measurement what was measured
     * @param limits what was wanted, at least one
     * @return the verdict on these limits
     * @throws IllegalArgumentException if there is no limit
     */
    public Verdict judge(Measurement measurement, Limit... limits) {
        return judge("", measurement, limits);
    }

    /**
     * Judges a measurement.
     *
     * @param label the row, {@code "10 users"}
     * @param measurement what was measured
     * @param limits what was wanted, at least one
     * @return the verdict on these limits
     * @throws IllegalArgumentException if there is no limit
     */
    public Verdict judge(String label, Measurement measurement, Limit... limits) {
        requireLimits(label, limits);
        put(label, measurement);
        return add(label, Judge.judge(measurement, limits));
    }

    /**
     * Judges what stayed in memory.
     *
     * @param label the row
     * @param trend what stayed
     * @param limits what was wanted, at least one
     * @return the verdict on these limits
     * @throws IllegalArgumentException if there is no limit
     */
    public Verdict judge(String label, MemoryTrend trend, Limit... limits) {
        requireLimits(label, limits);
        draft(label).memory = trend;
        return add(label, Judge.judge(trend, limits));
    }

    /**
     * Judges a comparison of two operations.
     *
     * @param label the row
     * @param pairs the times of neighbouring blocks
     * @param limits limits on {@link io.leadfactory.perf.judge.Metric#OVERHEAD}, at least one
     * @return the verdict on these limits
     * @throws IllegalArgumentException if there is no limit, or there are too few pairs
     */
    public Verdict judge(String label, PairedMeasurement pairs, Limit... limits) {
        requireLimits(label, limits);
        draft(label).comparison = pairs;
        return add(label, ComparisonJudge.judge(pairs, limits));
    }

    /**
     * Judges a figure of the caller's own, as a count or a ratio.
     *
     * @param label the row
     * @param figure what was measured or counted
     * @param limit what was wanted
     * @return the verdict on this limit
     * @throws IllegalArgumentException if figure and limit are of two metrics
     */
    public Verdict judge(String label, Figure figure, Limit limit) {
        return judge(label, Judge.judge(figure, limit));
    }

    /**
     * Adds a finding that was made elsewhere.
     *
     * @param label the row
     * @param finding the finding
     * @return its verdict
     */
    public Verdict judge(String label, Finding finding) {
        String name = label.isBlank() ? id + " " + title : id + " " + label;
        return add(label, Judgement.of(name, List.of(finding)));
    }

    /**
     * Shows a measurement in a row of its own that no limit judges, as the reference of a comparison.
     *
     * @param label the row
     * @param measurement what was measured
     */
    public void show(String label, Measurement measurement) {
        put(label, measurement);
    }

    /**
     * Tells the reader of the report something about the row that was judged or shown last, or about the first one to come.
     *
     * @param text one sentence
     */
    public void note(String text) {
        (last == null ? earlyNotes : last.notes).add(text);
    }

    /**
     * Adds a line to the report's description of what the run ran on.
     *
     * @param name what it is, {@code "hibernate"}
     * @param value its value; shown to whoever reads the report
     */
    public void environment(String name, String value) {
        environment.put(name, value);
    }

    /** Judges everything that was measured by limits that are stated beside the test. */
    void judgeAll(List<Limit> limits) {
        if (limits.isEmpty()) {
            return;
        }
        if (measured.isEmpty()) {
            throw new IllegalStateException("@Limits of " + id + " " + title
                    + " found nothing to judge: measure by the PerfRun, or make the body the operation by @Measured");
        }
        Set<String> taken = new HashSet<>();
        for (Measurement measurement : List.copyOf(measured)) {
            String name = measured.size() == 1 ? "" : measurement.scenario();
            String label = name;
            for (int i = 2; !taken.add(label); i++) {
                label = name + " " + i;
            }
            judge(label, measurement, limits.toArray(Limit[]::new));
        }
    }

    String name() {
        return id + " " + title;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    ScenarioReport report(@Nullable String failure) {
        List<Part> parts = new ArrayList<>();
        drafts.forEach((label, draft) -> parts.add(draft.part(label)));
        if (parts.isEmpty() && !earlyNotes.isEmpty()) {
            parts.add(new Part("", null, null, List.of(), earlyNotes));
        }
        return new ScenarioReport(id, group, title, parts, failure);
    }

    /** Ends the test by what was found; with abort, an inconclusive test is aborted instead of failed. */
    void conclude(ScenarioReport report, boolean abortInconclusive, Optional<Path> page) {
        if (report.verdict() == Verdict.PASS) {
            return;
        }
        String sentences = String.join("\n", report.shortfalls());
        if (report.verdict() == Verdict.INCONCLUSIVE && abortInconclusive) {
            throw new TestAbortedException(sentences);
        }
        List<AssertionFailedError> failures = judgements.stream()
                .map(judgement -> page.map(path -> judgement.withFact("report", path.toString()))
                        .orElse(judgement))
                .flatMap(judgement -> judgement.failures().stream())
                .toList();
        if (failures.isEmpty()) {
            throw new AssertionFailedError(sentences);
        }
        if (failures.size() == 1) {
            throw evidence.addTo(failures.get(0));
        }
        throw new MultipleFailuresError(
                id + " " + title + " is " + report.verdict() + "\n" + sentences + evidence.lines(), failures);
    }

    private Verdict add(String label, Judgement found) {
        Judgement judgement = found.under(control);
        draft(label).findings.addAll(judgement.findings());
        judgements.add(judgement);
        evidence.of(judgement).forEach(this::note);
        return judgement.verdict();
    }

    private void put(String label, Measurement measurement) {
        Draft draft = draft(label);
        draft.measurement = measurement;
        MachineNotes.of(measurement).stream()
                .filter(note -> !draft.notes.contains(note))
                .forEach(draft.notes::add);
    }

    private Draft draft(String label) {
        Draft draft = drafts.computeIfAbsent(label, unknown -> new Draft());
        draft.notes.addAll(earlyNotes);
        earlyNotes.clear();
        last = draft;
        return draft;
    }

    private static void requireLimits(String label, Limit... limits) {
        if (limits.length == 0) {
            throw new IllegalArgumentException(
                    "judging needs at least one limit: label \"" + label + "\"; use show(..) for what is not judged");
        }
    }

    private static final class Draft {
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private @Nullable Measurement measurement;
        private @Nullable MemoryTrend memory;
        private @Nullable PairedMeasurement comparison;

        Part part(String label) {
            return new Part(label, measurement, memory, comparison, findings, notes);
        }
    }
}
