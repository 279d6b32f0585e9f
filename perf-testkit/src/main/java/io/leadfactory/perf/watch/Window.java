package io.leadfactory.perf.watch;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What one operation did in the last slices of time. Thread-safe, without locks: a slice that is over is replaced by the first
 * who comes to record in its place, and what others were just adding to the old one is lost with it.
 */
final class Window {
    /** The sums over all slices that are not over. Immutable. */
    record Sums(long succeeded, long failed, double nanos, long longest, double p95, long timed) {
        long all() {
            return succeeded + failed;
        }
    }

    private static final double P95 = 0.95;

    private final AtomicReferenceArray<Slot> slots;

    Window(int size) {
        this.slots = new AtomicReferenceArray<>(size);
    }

    Slot slot(long number) {
        int index = Math.floorMod(number, slots.length());
        while (true) {
            Slot known = slots.get(index);
            if (known != null && known.number >= number) {
                return known;
            }
            Slot fresh = new Slot(number);
            if (slots.compareAndSet(index, known, fresh)) {
                return fresh;
            }
        }
    }

    Sums sums(long now) {
        long succeeded = 0;
        long failed = 0;
        double nanos = 0;
        long longest = 0;
        long[] buckets = new long[Slot.BUCKETS];
        for (int i = 0; i < slots.length(); i++) {
            Slot slot = slots.get(i);
            if (slot != null && slot.number > now - slots.length() && slot.number <= now) {
                succeeded += slot.succeeded.sum();
                failed += slot.failed.sum();
                nanos += slot.nanos.sum();
                longest = Math.max(longest, slot.longest.get());
                slot.addBucketsTo(buckets);
            }
        }
        long timed = 0;
        for (long bucket : buckets) {
            timed += bucket;
        }
        return new Sums(succeeded, failed, nanos, longest, percentile(buckets, timed), timed);
    }

    private static double percentile(long[] buckets, long timed) {
        long rank = (long) Math.ceil(P95 * timed);
        long below = 0;
        for (int i = 0; i < buckets.length; i++) {
            below += buckets[i];
            if (below >= rank && timed > 0) {
                return Slot.timeOf(i);
            }
        }
        return Double.NaN;
    }
}
