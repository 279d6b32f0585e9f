package io.leadfactory.perf.history;

import java.util.List;

/**
 * The earlier runs of a scenario on one machine, as far as they can be read. Immutable.
 *
 * @param entries the runs, the oldest first
 * @param problems what could not be read, a sentence each
 */
public record History(List<HistoryEntry> entries, List<String> problems) {
    /** Copies the lists. */
    public History {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    /**
     * Returns the history of a scenario that has none.
     *
     * @return no entries, no problems
     */
    public static History none() {
        return new History(List.of(), List.of());
    }
}
