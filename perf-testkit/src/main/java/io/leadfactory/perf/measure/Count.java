package io.leadfactory.perf.measure;

/**
 * How far a counter moved during a run. Immutable.
 *
 * @param total the counter at the end less the counter at the start
 * @param operations how many operations were begun in between, whether they succeeded or not
 */
public record Count(long total, long operations) {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if the operations are negative
     */
    public Count {
        if (operations < 0) {
            throw new IllegalArgumentException("operations must not be negative: " + operations);
        }
    }

    /**
     * Returns this count and another one of the same counter together.
     *
     * @param other how far it moved at another time
     * @return the sums
     */
    public Count plus(Count other) {
        return new Count(total + other.total, operations + other.operations);
    }

    /**
     * Returns how far the counter moved for one operation.
     *
     * @return the exact ratio; not a number without operations
     */
    public double perOperation() {
        return operations == 0 ? Double.NaN : (double) total / operations;
    }
}
