package io.leadfactory.perf.junit;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.IsolationScenario;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Soak;
import io.leadfactory.perf.define.Sweep;
import io.leadfactory.perf.judge.ComparisonJudge;
import io.leadfactory.perf.judge.ErrorControl;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.IsolationJudge;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.MeasurementAssert;
import io.leadfactory.perf.judge.MemoryTrendAssert;
import io.leadfactory.perf.judge.PairedMeasurementAssert;
import io.leadfactory.perf.judge.Scaling;
import io.leadfactory.perf.judge.SoakAssert;
import io.leadfactory.perf.judge.SweepAssert;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.SweepMeasurement;
import io.leadfactory.perf.report.ScenarioReport;
import io.leadfactory.perf.run.HangException;
import io.leadfactory.perf.run.Runner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Measurement> measured = new ArrayList<>();
    private final List<SweepMeasurement> swept = new ArrayList<>();
    private final FailureEvidence evidence;
    private final RunRows rows;

    PerfRun(String id, String group, String title, Runner runner, PerfSettings settings, ErrorControl control) {
        this.settings = settings;
        this.evidence = FailureEvidence.by(settings);
        this.id = id;
        this.group = group;
        this.title = title;
        this.runner = runner;
        this.rows = new RunRows(control, evidence);
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
        rows.put(label, measurement);
        return MeasurementAssert.of(measurement, judgement -> rows.add(label, judgement));
    }

    /**
     * Begins assertions on what stayed in memory that do not end the test.
     *
     * @param label the row
     * @param trend what stayed
     * @return the assertions
     */
    public MemoryTrendAssert assertThat(String label, MemoryTrend trend) {
        rows.put(label, trend);
        return MemoryTrendAssert.of(trend, judgement -> rows.add(label, judgement));
    }

    /**
     * Begins assertions on a soak that do not end the test.
     *
     * @param label the row
     * @param soak what was measured
     * @return the assertions
     */
    public SoakAssert assertThat(String label, SoakMeasurement soak) {
        rows.put(label, soak.whole());
        rows.put(label, soak.memory());
        return SoakAssert.of(soak, judgement -> rows.add(label, judgement));
    }

    /**
     * Begins assertions on a sweep, at its highest number of users, that do not end the test. Each level is a row of its own,
     * {@code "8 users"}, where what is said of it is judged.
     *
     * @param label stands before the rows; blank for nothing
     * @param sweep what was measured
     * @return the assertions
     */
    public SweepAssert assertThat(String label, SweepMeasurement sweep) {
        rows.put(label, sweep);
        return SweepAssert.byLevel(sweep, (judgement, users) -> rows.add(RunRows.level(label, users), judgement));
    }

    /**
     * Begins assertions on a comparison that do not end the test.
     *
     * @param label the row
     * @param pairs the times of neighbouring blocks
     * @return the assertions
     */
    public PairedMeasurementAssert assertThat(String label, PairedMeasurement pairs) {
        rows.put(label, pairs);
        return PairedMeasurementAssert.of(pairs, judgement -> rows.add(label, judgement));
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
     * Runs a scenario at several numbers of users. Nothing is reported of it until it is judged; limits beside the test judge
     * its highest number of users.
     *
     * @param sweep the scenario and the numbers of users
     * @return what each number of users did
     */
    public SweepMeasurement sweep(Sweep sweep) {
        SweepMeasurement measurement = watched(sweep.name(), () -> runner.sweep(sweep));
        swept.add(measurement);
        return measurement;
    }

    /**
     * Times two operations side by side. Nothing is reported of it until it is judged.
     *
     * @param comparison the two operations
     * @return the times of neighbouring blocks
     */
    public PairedMeasurement compare(Comparison comparison) {
        return watched(comparison.name(), () -> runner.compare(comparison));
    }

    /**
     * Runs a bystander before, during and after another part's fault. Nothing is reported of it until it is judged.
     *
     * @param scenario the bystander, the fault, and who uses the broken part
     * @return how the bystander fared in each phase
     */
    public IsolationMeasurement isolation(IsolationScenario scenario) {
        return watched(scenario.name(), () -> runner.isolation(scenario));
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
        rows.add(label, judgement);
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
        DeclaredLimits.requireAny(label, limits);
        rows.put(label, measurement);
        return rows.add(label, Judge.judge(measurement, limits));
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
        DeclaredLimits.requireAny(label, limits);
        rows.put(label, trend);
        return rows.add(label, Judge.judge(trend, limits));
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
        DeclaredLimits.requireAny(label, limits);
        rows.put(label, pairs);
        return rows.add(label, ComparisonJudge.judge(pairs, limits));
    }

    /**
     * Judges one level of a sweep, in the row of that level.
     *
     * @param label stands before the rows; blank for nothing
     * @param sweep what was measured
     * @param users the level
     * @param limits limits on scaling or on a measurement, at least one
     * @return the verdict on these limits
     * @throws IllegalArgumentException if there is no limit, or the level was not measured
     */
    public Verdict judge(String label, SweepMeasurement sweep, int users, Limit... limits) {
        DeclaredLimits.requireAny(label, limits);
        rows.put(label, sweep);
        return rows.add(RunRows.level(label, users), Scaling.judge(sweep, users, List.of(limits)));
    }

    /**
     * Judges a bystander by the same limits before, during and after another part's fault, a row for each.
     *
     * @param label stands before the rows; blank for nothing
     * @param isolation what was measured
     * @param limits what the bystander must keep, at least one
     * @return the verdict on all phases
     * @throws IllegalArgumentException if there is no limit
     */
    public Verdict judge(String label, IsolationMeasurement isolation, Limit... limits) {
        DeclaredLimits.requireAny(label, limits);
        return rows.put(label, isolation, IsolationJudge.phases(isolation, List.of(limits)));
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
        return rows.add(label, Judgement.of(name, List.of(finding)));
    }

    /**
     * Shows a measurement in a row of its own that no limit judges, as the reference of a comparison.
     *
     * @param label the row
     * @param measurement what was measured
     */
    public void show(String label, Measurement measurement) {
        rows.put(label, measurement);
    }

    /**
     * Tells the reader of the report something about the row that was judged or shown last, or about the first one to come.
     *
     * @param text one sentence
     */
    public void note(String text) {
        rows.note(text);
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
        if (!limits.isEmpty()) {
            new DeclaredLimits(this, limits).judge(measured, swept);
        }
    }

    String name() {
        return id + " " + title;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    ScenarioReport report(@Nullable String failure) {
        return new ScenarioReport(id, group, title, rows.parts(), failure);
    }

    /** Ends the test by what was found; with abort, an inconclusive test is aborted instead of failed. */
    void conclude(ScenarioReport report, boolean abortInconclusive, Optional<Path> page) {
        rows.conclude(report, abortInconclusive, page);
    }
}
