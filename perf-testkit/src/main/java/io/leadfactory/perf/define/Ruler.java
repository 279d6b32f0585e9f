package io.leadfactory.perf.define;

/**
 * A fixed piece of work of the kit's own, to measure another operation with: "this parser takes at most 40 rulers". It
 * depends on nothing but the JVM and the machine, so the factor moves less from machine to machine than a time does; but
 * two programs never scale quite alike, so leave room. One for each comparison. For one thread.
 */
public final class Ruler implements Operation {
    private static final int STEPS = 4_000;
    private static final int CELLS = 1_024;

    private final long[] cells = new long[CELLS];
    private long state = 42;

    private Ruler() {}

    /**
     * Returns a ruler: 4,000 dependent steps of integer arithmetic with a read and a write each to 8 KB of memory, some
     * ten microseconds.
     *
     * @return the operation
     */
    public static Ruler integers() {
        return new Ruler();
    }

    /** Does the work once. */
    @Override
    public void run() {
        long x = state;
        for (int i = 0; i < STEPS; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            int cell = (int) (x & (CELLS - 1));
            x += cells[cell];
            cells[cell] = x;
        }
        state = x == 0 ? 42 : x;
    }
}
