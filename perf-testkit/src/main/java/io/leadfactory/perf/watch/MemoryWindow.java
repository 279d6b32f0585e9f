package io.leadfactory.perf.watch;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** The memory in use in the last slices of time. Guarded by its watch. */
final class MemoryWindow {
    /** A reading that says nothing; so does every other below 0. */
    static final long UNTOLD = -1;

    private final LongSupplier source;
    private final long[] slices;
    private final long[] bytes;
    private long newest = -1;
    private long now;

    MemoryWindow(int size, LongSupplier source) {
        this.source = source;
        this.slices = new long[size];
        this.bytes = new long[size];
        Arrays.fill(slices, -1);
    }

    /** Asks what somebody else wrote: called without the lock that {@link Watch#close()} takes. */
    long read() {
        return source.getAsLong();
    }

    void add(long slice, long reading) {
        now = slice;
        if (reading >= 0) {
            int index = Math.floorMod(slice, slices.length);
            slices[index] = slice;
            bytes[index] = reading;
            newest = slice;
        }
    }

    /** By how much the newest reading exceeds the least in the window. */
    ThresholdState.Reading increase() {
        if (newest < 0 || newest <= now - slices.length) {
            return ThresholdState.Reading.NONE;
        }
        long latest = bytes[Math.floorMod(newest, bytes.length)];
        long least = latest;
        long readings = 0;
        for (int i = 0; i < slices.length; i++) {
            if (slices[i] >= 0 && slices[i] > now - slices.length) {
                least = Math.min(least, bytes[i]);
                readings++;
            }
        }
        return new ThresholdState.Reading((double) (latest - least), readings);
    }
}
