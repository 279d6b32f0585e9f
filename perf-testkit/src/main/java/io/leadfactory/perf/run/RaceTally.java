package io.leadfactory.perf.run;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what rounds ended with; of many different things it counts only the first ones apart. For one thread. */
final class RaceTally {
    private static final int MOST = 100;
    private static final String OTHERS = "others";

    private final Map<String, Long> counts = new HashMap<>();

    void add(String outcome) {
        boolean known = counts.size() < MOST || counts.containsKey(outcome);
        counts.merge(known ? outcome : OTHERS, 1L, Long::sum);
    }

    /** Returns the counts, most frequent first. */
    Map<String, Long> outcomes() {
        Map<String, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
