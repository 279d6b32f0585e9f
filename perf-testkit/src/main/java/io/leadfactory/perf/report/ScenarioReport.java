package io.leadfactory.perf.report;

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
 */
public record ScenarioReport(
        String id,
        String group,
        String title,
        List<Part> parts,
        @Nullable String failure) {
    /**
     * Checks the parts and copies the list.
     *
     * @throws IllegalArgumentException if the id is blank
     */
    public ScenarioReport {
        if (id.isBlank()) {
            throw new IllegalArgumentException("scenario id must not be blank: title \"" + title + "\"");
        }
        Objects.requireNonNull(group, "group");
        parts = List.copyOf(parts);
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
