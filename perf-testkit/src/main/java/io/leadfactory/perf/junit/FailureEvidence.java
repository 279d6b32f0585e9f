package io.leadfactory.perf.junit;

import io.leadfactory.perf.define.KitSettings;
import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.evidence.EvidenceCollector;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.run.HangException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * The evidence on one test's failures, if it is wanted: gathered when the first finding fails, while what the test has set up
 * is still there, once for each scenario. For one thread.
 */
final class FailureEvidence {
    private static final String NOWHERE = "none";

    private final @Nullable EvidenceCollector collector;
    private final Map<String, Scenario> scenarios = new HashMap<>();
    private final Set<String> gathered = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    private FailureEvidence(@Nullable EvidenceCollector collector) {
        this.collector = collector;
    }

    static FailureEvidence by(PerfSettings settings) {
        String folder = settings.get(KitSettings.REPORT);
        boolean wanted = settings.get(KitSettings.EVIDENCE).equals("on-failure") && !folder.equals(NOWHERE);
        return new FailureEvidence(wanted ? EvidenceCollector.into(Path.of(folder, "evidence")) : null);
    }

    void remember(Scenario scenario) {
        if (collector != null) {
            scenarios.put(scenario.name(), scenario);
        }
    }

    /** Gathers what there is to a failed judgement and returns the new notes. */
    List<String> of(Judgement judgement) {
        Scenario scenario = scenarios.get(judgement.scenario());
        if (collector == null
                || scenario == null
                || judgement.verdict() != Verdict.FAIL
                || !gathered.add(scenario.name())) {
            return List.of();
        }
        String verdict = judgement.findings().stream().map(judgement::describe).collect(Collectors.joining("\n\n"));
        return add(collector.ofRun(scenario, verdict).notes());
    }

    List<String> ofHang(String name, HangException hang) {
        return collector == null ? List.of() : add(collector.ofHang(name, hang).notes());
    }

    /** Returns the notes as lines of a message, each after a line break; empty if there are none. */
    String lines() {
        return notes.stream().map(note -> "\n" + note).collect(Collectors.joining());
    }

    /** Returns a failure whose message tells of the evidence. */
    AssertionFailedError addTo(AssertionFailedError failure) {
        return notes.isEmpty()
                ? failure
                : new AssertionFailedError(
                        failure.getMessage() + lines(), failure.getExpected(), failure.getActual(), failure.getCause());
    }

    private List<String> add(List<String> more) {
        notes.addAll(more);
        return more;
    }
}
