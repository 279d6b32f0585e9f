package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.Objects;

/**
 * Work that goes on for a long time, to see whether it gets slower or keeps memory: {@code Soak.of(scenario,
 * Duration.ofMinutes(30))}. Immutable.
 *
 * <p>The time is cut into parts of equal length, each followed by a forced collection; figures of the parts have a trend.
 * Users, state and connections are opened anew for each part.
 *
 * @param work what is done; its own end still ends a part if it comes before the part's
 * @param time how long the work goes on, collections and warm-up not counted
 * @param parts into how many parts the time is cut
 * @param dropped how many of the first parts are left out of the trends, because caches fill and code is compiled there
 */
public record Soak(Scenario work, Duration time, int parts, int dropped) {
    private static final int PARTS = 20;
    private static final int DROPPED = 2;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the time is not positive, a number is negative, or fewer than
     *     {@value MemoryScenario#FEWEST_KEPT} parts are kept
     */
    public Soak {
        Objects.requireNonNull(work, "work");
        Rules.positive("time of a soak", time);
        if (dropped < 0) {
            throw new IllegalArgumentException("dropped parts must not be negative: " + dropped);
        }
        if (parts - dropped < MemoryScenario.FEWEST_KEPT) {
            throw new IllegalArgumentException("a trend needs at least " + MemoryScenario.FEWEST_KEPT
                    + " parts that are not dropped: " + parts + " parts, " + dropped + " dropped");
        }
    }

    /**
     * Returns a soak of twenty parts, the first two of them dropped.
     *
     * @param work what is done
     * @param time how long
     * @return the soak
     * @throws IllegalArgumentException if the time is not positive
     */
    public static Soak of(Scenario work, Duration time) {
        return new Soak(work, time, PARTS, DROPPED);
    }

    /**
     * Returns the same in another number of parts.
     *
     * @param number how many parts, the dropped ones included
     * @return the soak
     * @throws IllegalArgumentException if fewer than {@value MemoryScenario#FEWEST_KEPT} parts would be kept
     */
    public Soak withParts(int number) {
        return new Soak(work, time, number, dropped);
    }

    /**
     * Returns what one part does.
     *
     * @return the work, for its share of the time
     */
    public Scenario part() {
        return work.toBuilder().duration(time.dividedBy(parts)).build();
    }
}
