package io.leadfactory.perf.define;

/**
 * An amount of memory, in powers of 1024. Immutable.
 *
 * @param count how many bytes, not negative
 */
public record Bytes(long count) {
    private static final long KIB = 1024;

    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Bytes {
        if (count < 0) {
            throw new IllegalArgumentException("bytes must not be negative: " + count);
        }
    }

    /**
     * Returns so many bytes.
     *
     * @param number how many
     * @return the amount
     * @throws IllegalArgumentException if the number is negative
     */
    public static Bytes bytes(long number) {
        return new Bytes(number);
    }

    /**
     * Returns so many times 1024 bytes.
     *
     * @param number how many
     * @return the amount
     * @throws IllegalArgumentException if the number is negative
     */
    public static Bytes kilobytes(long number) {
        return times(number, KIB);
    }

    /**
     * Returns so many times 1024 kilobytes.
     *
     * @param number how many
     * @return the amount
     * @throws IllegalArgumentException if the number is negative
     */
    public static Bytes megabytes(long number) {
        return times(number, KIB * KIB);
    }

    /**
     * Returns so many times 1024 megabytes.
     *
     * @param number how many
     * @return the amount
     * @throws IllegalArgumentException if the number is negative
     */
    public static Bytes gigabytes(long number) {
        return times(number, KIB * KIB * KIB);
    }

    private static Bytes times(long number, long unit) {
        try {
            return new Bytes(Math.multiplyExact(number, unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("bytes must fit into 63 bits: " + number + " times " + unit, e);
        }
    }
}
