package io.leadfactory.perf.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What stays in memory over cycles of work, each followed by a forced collection. Immutable.
 *
 * <p>The first cycles are kept in the list but dropped from the trends: caches fill and classes load there.
 *
 * @param scenario the scenario's name
 * @param users how many users worked at the same time
 * @param startedAt when the first cycle began
 * @param elapsed how long all cycles took
 * @param cycles all cycles, in order
 * @param dropped how many of the first cycles the trends leave out
 * @param firstErrors the errors of the work that came first, at most ten
 */
public record MemoryTrend(
        String scenario,
        int users,
        Instant startedAt,
        Duration elapsed,
        List<Cycle> cycles,
        int dropped,
        List<Throwable> firstErrors) {

    /**
     * One cycle. Immutable.
     *
     * @param index 0 for the first
     * @param offset from the start of the run to the end of the cycle
     * @param operations operations of the cycle's work that succeeded
     * @param errors operations of the cycle's work that failed unexpectedly
     * @param heapBytes the heap in use after the forced collection
     * @param residentBytes the process's resident set after it; not a number if the system does not tell
     */
    public record Cycle(
            int index, Duration offset, long operations, long errors, double heapBytes, double residentBytes) {}

    /**
     * Checks the parts and copies the lists.
     *
     * @throws IllegalArgumentException if more cycles are dropped than there are, or a negative number
     */
    public MemoryTrend {
        cycles = List.copyOf(cycles);
        firstErrors = List.copyOf(firstErrors);
        if (dropped < 0 || dropped > cycles.size()) {
            throw new IllegalArgumentException("dropped cycles must be within 0 and " + cycles.size() + ": " + dropped);
        }
    }

    /**
     * Returns the cycles that the trends rest on.
     *
     * @return all cycles but the dropped ones
     */
    public List<Cycle> kept() {
        return cycles.subList(dropped, cycles.size());
    }

    /**
     * Returns how the heap in use after a collection moves.
     *
     * @return the trend, in bytes
     */
    public Trend heap() {
        return trend(Cycle::heapBytes);
    }

    /**
     * Returns what each operation leaves in the heap for good.
     *
     * @return the bytes per operation with their interval
     */
    public Leak leak() {
        return Leak.of(this);
    }

    /**
     * Returns how the resident set moves.
     *
     * @return the trend, in bytes; without numbers if the system does not tell
     */
    public Trend resident() {
        return trend(Cycle::residentBytes);
    }

    /**
     * Returns how much work was done.
     *
     * @return operations of all cycles that succeeded
     */
    public long operations() {
        return cycles.stream().mapToLong(Cycle::operations).sum();
    }

    /**
     * Returns how much work failed unexpectedly.
     *
     * @return failed operations of all cycles
     */
    public long errors() {
        return cycles.stream().mapToLong(Cycle::errors).sum();
    }

    /**
     * Returns how likely a growth of the heap so far from a limit is if the true growth is the limit: exactly, by Kendall's
     * statistic.
     *
     * @param bytes the limit of the growth over all kept cycles
     * @return the probability on the side where the growth lies, 0 to 1
     */
    public double heapLikelihood(double bytes) {
        return Trend.likelihood(bytes, values(Cycle::heapBytes));
    }

    /**
     * Returns how likely a growth of the resident set so far from a limit is if the true growth is the limit: exactly, by
     * Kendall's statistic.
     *
     * @param bytes the limit of the growth over all kept cycles
     * @return the probability on the side where the growth lies, 0 to 1
     */
    public double residentLikelihood(double bytes) {
        return Trend.likelihood(bytes, values(Cycle::residentBytes));
    }

    /**
     * Returns how likely what operations leave is so far from a limit if they truly leave the limit: exactly, by Kendall's
     * statistic.
     *
     * @param bytes the limit for one operation
     * @return the probability on the side where the figure lies, 0 to 1
     */
    public double leakLikelihood(double bytes) {
        return Leak.likelihood(this, bytes);
    }

    private Trend trend(ToDoubleFunction<Cycle> figure) {
        return Trend.of(values(figure));
    }

    private double[] values(ToDoubleFunction<Cycle> figure) {
        return kept().stream().mapToDouble(figure).toArray();
    }
}
