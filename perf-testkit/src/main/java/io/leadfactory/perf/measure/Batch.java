package io.leadfactory.perf.measure;

/**
 * The last few times that a user's operations took within one slice of the run, put aside to be counted together. For one
 * thread.
 *
 * <p>A reading of the clock waits until everything before it is done, as it must to be right. Who looks up the bucket of the
 * time that was read just now therefore waits for one thing after the other, between any two operations. To put a time
 * aside is one store that waits for nothing else; when many are counted in one loop, their look-ups overlap. And what is the
 * same for all times of a slice, its place in the run and the extremes, is found once.
 */
final class Batch {
    private static final int ROOM = 256;

    private final long[] times = new long[ROOM];
    private int size;
    private long offset;
    // No time belongs to the first slice of all, which has no end yet.
    private long begin;
    private long end = Long.MIN_VALUE;

    /** Returns whether a time that ended then belongs here, and there is room for it. */
    boolean isFor(long ended) {
        return ended < end && ended >= begin && size < ROOM;
    }

    /** Begins a slice. Called when there is nothing left to settle. */
    void begin(long ended, long from, long to) {
        offset = ended;
        begin = from;
        end = to;
    }

    /** Puts a time aside. Called when it is for this batch. */
    void put(long nanos) {
        times[size] = nanos;
        size++;
    }

    /** Counts what was put aside; what comes next may still be of the same slice. */
    void settle(Times counted, Timeline timeline) {
        if (size == 0) {
            return;
        }
        long least = Long.MAX_VALUE;
        long most = 0;
        long sum = 0;
        for (int i = 0; i < size; i++) {
            long time = Math.max(0, times[i]);
            counted.count(time, 1);
            least = Math.min(least, time);
            most = Math.max(most, time);
            sum += time;
        }
        counted.include(least, most, sum);
        // Slices only ever grow together, so all of them are still in one.
        timeline.record(offset, size, sum, most);
        size = 0;
    }
}
