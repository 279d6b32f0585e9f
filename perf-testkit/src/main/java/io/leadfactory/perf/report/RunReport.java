package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one run measured and found. Immutable.
 *
 * @param title what was run
 * @param startedAt when the run began
 * @param took how long it took in all
 * @param environment what it ran on
 * @param scenarios the scenarios, in the order in which they are shown
 * @param groups the groups' titles by their ids, in the order in which they are shown; a group that is missing here is
 *     shown last, under its id
 */
public record RunReport(
        String title,
        Instant startedAt,
        Duration took,
        Environment environment,
        List<ScenarioReport> scenarios,
        Map<String, String> groups) {

    /** Copies the collections and adds the groups that have no title. */
    public RunReport {
        scenarios = List.copyOf(scenarios);
        Map<String, String> titles = new LinkedHashMap<>(groups);
        scenarios.forEach(scenario -> titles.putIfAbsent(scenario.group(), scenario.group()));
        groups = Collections.unmodifiableMap(titles);
    }

    /**
     * Returns the verdict of all scenarios together.
     *
     * @return INCONCLUSIVE if there is no scenario, else the worst of the scenarios'
     */
    public Verdict verdict() {
        return scenarios.stream()
                .map(ScenarioReport::verdict)
                .reduce(Verdict::and)
                .orElse(Verdict.INCONCLUSIVE);
    }

    /**
     * Returns how many scenarios ended with a verdict.
     *
     * @param verdict the verdict to count
     * @return the number of scenarios
     */
    public long count(Verdict verdict) {
        return scenarios.stream()
                .filter(scenario -> scenario.verdict() == verdict)
                .count();
    }

    /**
     * Returns the scenarios of a group.
     *
     * @param group the group's id
     * @return its scenarios in order; empty if there is no such group
     */
    public List<ScenarioReport> scenarios(String group) {
        return scenarios.stream()
                .filter(scenario -> scenario.group().equals(group))
                .toList();
    }
}
