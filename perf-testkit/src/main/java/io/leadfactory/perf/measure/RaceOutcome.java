package io.leadfactory.perf.measure;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a hunt for a race did. Immutable.
 *
 * <p>No violation is not a proof: the bound of {@link #rateBound()} holds for this machine, this load and this schedule.
 *
 * @param race the race's name
 * @param actors the actors' names
 * @param virtual whether they were virtual threads
 * @param seed what decided delays, yields and order
 * @param wanted how many rounds were wanted; 0 if as many as fit into the time
 * @param rounds how many rounds were played and looked at, the violating one included
 * @param overlapping in how many of them all actors were at work at the same time, by the clock's readings
 * @param outcomes how often the actors said what, most frequent first; the rest is counted under one name if they are many
 * @param elapsed how long the hunt took
 * @param violation the first round that was not as it must be; null if there was none
 */
public record RaceOutcome(
        String race,
        List<String> actors,
        boolean virtual,
        long seed,
        long wanted,
        long rounds,
        long overlapping,
        Map<String, Long> outcomes,
        Duration elapsed,
        @Nullable Violation violation) {

    private static final double ERROR = 0.05;

    /** Copies the collections. */
    public RaceOutcome {
        actors = List.copyOf(actors);
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /**
     * One round that was not as it must be. Immutable.
     *
     * @param round which one, from 1
     * @param outcome what the actors said
     * @param reason what was not as it must be, without a full stop
     * @param schedule how the actors were started, in words
     * @param cause what an actor or the invariant threw; null if the invariant said no
     */
    public record Violation(
            long round,
            String outcome,
            String reason,
            String schedule,
            @Nullable Throwable cause) {}

    /**
     * Returns the violation.
     *
     * @return the first one, if there was one
     */
    public Optional<Violation> found() {
        return Optional.ofNullable(violation);
    }

    /**
     * Returns whether as many rounds were played as were wanted.
     *
     * @return false if the time was over before; true if no number was wanted and one round at least was played
     */
    public boolean complete() {
        return wanted == 0 ? rounds > 0 : rounds >= wanted;
    }

    /**
     * Returns the share of rounds that may still violate the invariant, though none did: the upper end of its one-sided 95 %
     * interval, about 3 / n (the rule of three; Hanley and Lippman-Hand, JAMA 249, 1983).
     *
     * @return a share, 1 without rounds; not a number if there was a violation
     */
    public double rateBound() {
        return violation != null ? Double.NaN : rounds == 0 ? 1 : -Math.expm1(Math.log(ERROR) / rounds);
    }
}
