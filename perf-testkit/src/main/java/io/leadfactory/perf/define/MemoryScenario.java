package io.leadfactory.perf.define;

/**
 * Work that is repeated in cycles, each followed by a forced collection, to see what stays in memory. Immutable.
 *
 * @param work what one cycle does; its warm-up is run in the first cycle only
 * @param cycles how many cycles
 * @param dropped how many of the first cycles are left out of the trends, because caches fill and classes load there
 */
public record MemoryScenario(Scenario work, int cycles, int dropped) {
    /** The fewest cycles that give a trend an interval. */
    public static final int FEWEST_KEPT = 5;

    private static final int CYCLES = 10;
    private static final int DROPPED = 2;

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
    }

    /**
     * Returns ten cycles of some work, the first two of them dropped.
     *
     * @param work what one cycle does
     * @return the scenario
     */
    public static MemoryScenario of(Scenario work) {
        return new MemoryScenario(work, CYCLES, DROPPED);
    }

    /**
     * Returns the same with another number of cycles.
     *
     * @param number how many cycles, the dropped ones included
     * @return the scenario
     * @throws IllegalArgumentException if fewer than {@value #FEWEST_KEPT} cycles would be kept
     */
    public MemoryScenario withCycles(int number) {
        return new MemoryScenario(work, number, dropped);
    }

    /**
     * Returns the same with another number of dropped cycles.
     *
     * @param number how many of the first cycles are left out of the trends
     * @return the scenario
     * @throws IllegalArgumentException if fewer than {@value #FEWEST_KEPT} cycles would be kept
     */
    public MemoryScenario withDropped(int number) {
        return new MemoryScenario(work, cycles, number);
    }
}
