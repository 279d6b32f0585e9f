package io.leadfactory.perf.junit;

import io.leadfactory.perf.judge.ErrorControl;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.ScalingCurve;
import io.leadfactory.perf.measure.SweepLevel;
import io.leadfactory.perf.measure.SweepMeasurement;
import io.leadfactory.perf.report.Part;
import io.leadfactory.perf.report.ScenarioReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/** The rows of one scenario's report while its test runs, and what was judged in them. For one thread. */
final class RunRows {
    private final ErrorControl control;
    private final FailureEvidence evidence;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final List<Judgement> judgements = new ArrayList<>();
    private final List<String> earlyNotes = new ArrayList<>();
    private @Nullable Draft last;

    RunRows(ErrorControl control, FailureEvidence evidence) {
        this.control = control;
        this.evidence = evidence;
    }

    Verdict add(String label, Judgement found) {
        Judgement judgement = found.under(control);
        draft(label).findings.addAll(judgement.findings());
        judgements.add(judgement);
        evidence.of(judgement).forEach(this::note);
        return judgement.verdict();
    }

    void put(String label, Measurement measurement) {
        Draft draft = draft(label);
        draft.measurement = measurement;
        MachineNotes.of(measurement).stream()
                .filter(note -> !draft.notes.contains(note))
                .forEach(draft.notes::add);
    }

    void put(String label, MemoryTrend trend) {
        draft(label).memory = trend;
    }

    void put(String label, PairedMeasurement pairs) {
        draft(label).comparison = pairs;
    }

    /** Puts a row for each level; how they scale stands beside the highest. */
    void put(String label, SweepMeasurement sweep) {
        for (SweepLevel level : sweep.levels()) {
            put(level(label, level.users()), level.measurement());
        }
        ScalingCurve curve = sweep.curve();
        draft(level(label, curve.mostUsers())).scaling = curve;
    }

    /** Puts a row for each phase and judges it there. */
    Verdict put(String label, IsolationMeasurement isolation, List<Judgement> phases) {
        List<String> rows = List.of("before the fault", "during the fault", "after the fault");
        List<Measurement> measured = List.of(isolation.before(), isolation.during(), isolation.after());
        Verdict all = Verdict.PASS;
        for (int phase = 0; phase < rows.size(); phase++) {
            String row = in(label, rows.get(phase));
            put(row, measured.get(phase));
            all = all.and(add(row, phases.get(phase)));
        }
        draft(in(label, rows.get(1))).brokenUse = isolation.use().orElse(null);
        return all;
    }

    static String level(String label, int users) {
        return in(label, users + (users == 1 ? " user" : " users"));
    }

    private static String in(String label, String row) {
        return label.isBlank() ? row : label + ", " + row;
    }

    void note(String text) {
        (last == null ? earlyNotes : last.notes).add(text);
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        drafts.forEach((label, draft) -> parts.add(draft.part(label)));
        if (parts.isEmpty() && !earlyNotes.isEmpty()) {
            parts.add(new Part("", null, null, List.of(), earlyNotes));
        }
        return parts;
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
                report.id() + " " + report.title() + " is " + report.verdict() + "\n" + sentences + evidence.lines(),
                failures);
    }

    private Draft draft(String label) {
        Draft draft = drafts.computeIfAbsent(label, unknown -> new Draft());
        draft.notes.addAll(earlyNotes);
        earlyNotes.clear();
        last = draft;
        return draft;
    }

    private static final class Draft {
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private @Nullable Measurement measurement;
        private @Nullable MemoryTrend memory;
        private @Nullable PairedMeasurement comparison;
        private @Nullable ScalingCurve scaling;
        private IsolationMeasurement.@Nullable Use brokenUse;

        Part part(String label) {
            return new Part(label, measurement, memory, comparison, scaling, brokenUse, findings, notes);
        }
    }
}
