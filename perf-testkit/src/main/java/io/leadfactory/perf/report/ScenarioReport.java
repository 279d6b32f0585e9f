package io.leadfactory.perf.report;

import io.leadfactory.perf.history.HistoryEntry;
import io.leadfactory.perf.judge.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One scenario of a run. Immutable.
 *
 * @param id the short name that it keeps in every report, {@code "A1"}
 * @param group the id of the group it belongs to, {@code "audit"}
 * @param title what is measured, in a few words
 * @param parts what was measured and found, a row each
 * @param failure why the scenario broke off or was wrong beside its limits; null if it ran through
 * @param earlier what earlier runs on the same machine measured, the oldest first; it takes no part in the verdict
 * @param advice what a reader may want to know beside the verdict, a sentence each; it takes no part in it either
 */
public record ScenarioReport(
        String id,
        String group,
        String title,
        List<Part> parts,
        @Nullable String failure,
        List<HistoryEntry> earlier,
        List<String> advice) {
    /**
     * Checks the parts and copies the lists.
     *
     * @throws IllegalArgumentException if the id is blank
     */
    public ScenarioReport {
        if (id.isBlank()) {
            throw new IllegalArgumentException("scenario id must not be blank: title \"" + title + "\"");
        }
        Objects.requireNonNull(group, "group");
        parts = List.copyOf(parts);
        earlier = List.copyOf(earlier);
        advice = List.copyOf(advice);
    }

    /**
     * Returns a scenario that knows nothing of earlier runs.
     *
     * @param id the short name that it keeps in every report
     * @param group the id of the group it belongs to
     * @param title what is measured, in a few words
     * @param parts what was measured and found, a row each
     * @param failure why the scenario broke off; null if it ran through
     */
    public ScenarioReport(String id, String group, String title, List<Part> parts, @Nullable String failure) {
        this(id, group, title, parts, failure, List.of(), List.of());
    }

    /**
     * Returns the same scenario beside its history.
     *
     * @param runs what earlier runs on the same machine measured, the oldest first
     * @param sentences what a reader may want to know beside the verdict
     * @return the scenario
     */
    public ScenarioReport beside(List<HistoryEntry> runs, List<String> sentences) {
        return new ScenarioReport(id, group, title, parts, failure, runs, sentences);
    }

    /**
     * Returns the verdict of all parts together.
     *
     * @return FAIL if the scenario broke off; INCONCLUSIVE if nothing was judged; else the worst of the parts'
     */
    public Verdict verdict() {
        return failure != null
                ? Verdict.FAIL
                : parts.stream()
                        .map(Part::verdict)
                        .flatMap(Optional::stream)
                        .reduce(Verdict::and)
                        .orElse(Verdict.INCONCLUSIVE);
    }

    /**
     * Returns how many samples the scenario rests on.
     *
     * @return the sum over its parts
     */
    public long samples() {
        return parts.stream().mapToLong(Part::samples).sum();
    }

    /**
     * Returns what keeps the scenario from passing.
     *
     * @return a sentence for each finding that is not PASS, or for what stands in the way of one; empty if it passed
     */
    public List<String> shortfalls() {
        return Shortfall.of(this).stream().map(Shortfall::text).toList();
    }
}
