package io.leadfactory.audit.query;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the events of a query come to. Immutable.
 *
 * @param events how many there are
 * @param byAction how many there are of each action, in the order of the actions' names
 * @param first when the first of them happened
 * @param last when the last of them happened
 * @param distinctActors how many actors there are
 * @param actors the actors by name, the first {@value #MAX_ACTORS} at most
 */
public record TrailSummary(
        long events,
        Map<String, Long> byAction,
        Optional<Instant> first,
        Optional<Instant> last,
        long distinctActors,
        List<String> actors) {
    /** How many actors are named at most. */
    public static final int MAX_ACTORS = 100;

    /**
     * Copies actions and actors.
     *
     * @param events how many events there are
     * @param byAction how many there are of each action
     * @param first when the first of them happened
     * @param last when the last of them happened
     * @param distinctActors how many actors there are
     * @param actors the actors by name
     */
    public TrailSummary {
        byAction = Collections.unmodifiableMap(new LinkedHashMap<>(byAction));
        actors = List.copyOf(actors);
    }

    /** Counts, without any actor. */
    @Override
    public String toString() {
        return events + " events " + byAction + " of " + distinctActors + " actors";
    }
}
