package io.leadfactory.perf.define;

import java.time.Duration;

/**
 * Work that is repeated in cycles, each followed by a forced collection, to see what stays in memory. Immutable.
 *
 * @param work what one cycle does; its warm-up is run in the first cycle only
 * @param cycles how many cycles at least
 * @param dropped how many of the first cycles are left out of the trends, because caches fill and classes load there
 * @param mostCycles how many cycles at most: more than the least are run only as long as they do not say whether there is a
 *     leak
 */
public record MemoryScenario(Scenario work, int cycles, int dropped, int mostCycles) {
    /** The fewest cycles that give a trend an interval. */
    public static final int FEWEST_KEPT = 5;

    private static final int CYCLES = 10;
    private static final int DROPPED = 2;
    private static final int MOST = 34;
    private static final int OPERATIONS = 1_000;
    private static final Duration CYCLE = Duration.ofMillis(250);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is negative or fewer than {@value #FEWEST_KEPT} cycles are kept
     */
    public MemoryScenario {
        if (dropped < 0) {
            throw new IllegalArgumentException("dropped cycles must not be negative: " + dropped);
        }
        if (cycles - dropped < FEWEST_KEPT) {
            throw new IllegalArgumentException("a trend needs at least " + FEWEST_KEPT
                    + " cycles that are not dropped: " + cycles + " cycles, " + dropped + " dropped");
        }
        if (mostCycles < cycles) {
            throw new IllegalArgumentException(
                    "the most cycles must not be fewer than the least: " + mostCycles + " and " + cycles);
        }
    }

    /**
     * Returns ten cycles of some work, the first two of them dropped.
     *
     * @param work what one cycle does
     * @return the scenario
     */
    public static MemoryScenario of(Scenario work) {
        return new MemoryScenario(work, CYCLES, DROPPED, CYCLES);
    }

    /**
     * Returns cycles of 1,000 operations, or 250 ms if that is over first, by one user: ten of them, the first two dropped,
     * and up to 34 while they do not say whether there is a leak.
     *
     * @param name how reports call it
     * @param operation what may leave something behind
     * @return the scenario
     * @throws IllegalArgumentException if the name is blank
     */
    public static MemoryScenario of(String name, Operation operation) {
        return of(Scenario.named(name)
                        .operation(operation)
                        .warmUp(WarmUp.iterations(OPERATIONS / 10))
                        .iterations(OPERATIONS)
                        .duration(CYCLE)
                        .build())
                .withMostCycles(MOST);
    }

    /**
     * Returns the same with more cycles if the least do not say whether there is a leak.
     *
     * @param number how many cycles at most, the dropped ones included
     * @return the scenario
     * @throws IllegalArgumentException if it is fewer than the least
     */
    public MemoryScenario withMostCycles(int number) {
        return new MemoryScenario(work, cycles, dropped, number);
    }

    /**
     * Returns the same with another number of cycles.
     *
     * @param number how many cycles, the dropped ones included
     * @return the scenario
     * @throws IllegalArgumentException if fewer than {@value #FEWEST_KEPT} cycles would be kept
     */
    public MemoryScenario withCycles(int number) {
        return new MemoryScenario(work, number, dropped, Math.max(number, mostCycles == cycles ? number : mostCycles));
    }

    /**
     * Returns the same with another number of dropped cycles.
     *
     * @param number how many of the first cycles are left out of the trends
     * @return the scenario
     * @throws IllegalArgumentException if fewer than {@value #FEWEST_KEPT} cycles would be kept
     */
    public MemoryScenario withDropped(int number) {
        return new MemoryScenario(work, cycles, number, mostCycles);
    }
}
