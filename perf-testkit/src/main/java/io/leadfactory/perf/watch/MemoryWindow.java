package io.leadfactory.perf.watch;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** The memory in use in the last slices of time. Guarded by its watch. */
final class MemoryWindow {
    private final LongSupplier source;
    private final long[] slices;
    private final long[] bytes;
    private long newest = -1;

    MemoryWindow(int size, LongSupplier source) {
        this.source = source;
        this.slices = new long[size];
        this.bytes = new long[size];
        Arrays.fill(slices, -1);
    }

    void read(long slice) {
        int index = Math.floorMod(slice, slices.length);
        slices[index] = slice;
        bytes[index] = source.getAsLong();
        newest = slice;
    }

    /** By how much the newest reading exceeds the least in the window. */
    ThresholdState.Reading increase() {
        if (newest < 0) {
            return ThresholdState.Reading.NONE;
        }
        long now = bytes[Math.floorMod(newest, bytes.length)];
        long least = now;
        long readings = 0;
        for (int i = 0; i < slices.length; i++) {
            if (slices[i] >= 0 && slices[i] > newest - slices.length) {
                least = Math.min(least, bytes[i]);
                readings++;
            }
        }
        return new ThresholdState.Reading((double) (now - least), readings);
    }
}
