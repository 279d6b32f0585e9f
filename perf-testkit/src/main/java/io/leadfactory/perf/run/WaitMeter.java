package io.leadfactory.perf.run;

import io.leadfactory.perf.machine.ThreadWait;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.ThreadCost;
import io.leadfactory.perf.measure.TimeSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long one user waited for a core, in the whole run and, if that is wanted, in each operation, whose corrected time it
 * takes down. For the user's thread.
 *
 * <p>An operation's counters are read before and after its clock readings, so waiting that falls between the two readings
 * is counted but not timed. It cannot be longer than the gap, so the gap is taken off: a correction is never too large.
 * Whose waiting it was is known only when the machine has been read again, a quarter of a second later at most; until
 * then the operation is kept in a ring of fixed size.
 */
final class WaitMeter {
    private static final int RING = 4096;
    private static final int FIELDS = 4;

    private final HostWatch watch;
    private final TimeSource time;
    private final AtomicLong cpuNanos = new AtomicLong(-1);
    private ThreadWait wait = ThreadWait.unknown();
    private boolean perOperation;
    private long waitAtStart = -1;
    private long cpuAtStart = -1;
    private double waited = Double.NaN;

    private long waitBefore;
    private long cpuBefore;
    private long clockBefore;
    private long[] ring = new long[0];
    private Recorder[] recorders = new Recorder[0];
    private int kept;
    private int seen;

    WaitMeter(HostWatch watch, TimeSource time) {
        this.watch = watch;
        this.time = time;
    }

    /** Makes room to keep each operation's waiting. Called before the run's bill begins. */
    void keepEach(List<Recorder> all) {
        ring = new long[RING * FIELDS];
        recorders = new Recorder[RING];
        all.forEach(Recorder::keepCorrected);
    }

    /**
     * Opens the counter; that of a virtual thread is not known, because its carrier's is another's too. Called by the user's
     * thread before the run's bill begins.
     */
    void open(boolean virtual) {
        wait = virtual ? ThreadWait.unknown() : watch.host().threadWait();
    }

    /** Begins the run's bill. Called by the user's thread. */
    void begin() {
        if (recorders.length > 0 && wait.nanos() >= 0 && ThreadCost.cpuNanos() >= 0) {
            perOperation = true;
            seen = watch.epoch();
        }
        waitAtStart = wait.nanos();
        cpuAtStart = ThreadCost.cpuNanos();
        cpuNanos.set(cpuAtStart < 0 ? -1 : 0);
    }

    boolean perOperation() {
        return perOperation;
    }

    /** Called before an operation's first clock reading. */
    void before() {
        clockBefore = time.nanos();
        cpuBefore = ThreadCost.cpuNanos();
        waitBefore = wait.nanos();
    }

    /** Called after an operation has succeeded and was taken down as begun and ended at these readings. */
    void after(Recorder recorder, long offset, long began, long ended) {
        long waitNow = wait.nanos();
        long cpuNow = ThreadCost.cpuNanos();
        long gap = began - clockBefore + time.nanos() - ended;
        long wall = ended - began;
        long cpu = Math.min(wall, cpuNow - cpuBefore);
        long waiting = Math.max(0, Math.min(wall, waitNow - waitBefore - gap));
        cpuNanos.lazySet(cpuNow - cpuAtStart);
        if (watch.epoch() != seen || kept == RING) {
            settle();
        }
        if (waitNow < 0 || waiting == 0) {
            recorder.recordCorrected(offset, wall, wall);
            return;
        }
        int at = kept * FIELDS;
        ring[at] = offset;
        ring[at + 1] = wall;
        ring[at + 2] = waiting;
        ring[at + 3] = cpu;
        recorders[kept] = recorder;
        kept++;
    }

    /** Ends the run's bill. Called by the user's thread when its last operation is over. */
    void end() {
        long waitNow = wait.nanos();
        long cpuNow = ThreadCost.cpuNanos();
        if (waitNow >= 0 && waitAtStart >= 0) {
            waited = waitNow - waitAtStart;
        }
        if (cpuAtStart >= 0) {
            cpuNanos.lazySet(cpuNow - cpuAtStart);
        }
    }

    /** Closes the counter, whether or not the run came to its end. */
    void close() {
        wait.close();
    }

    /** Corrects what is kept, by the share of waiting that the watch knows now. */
    void settle() {
        double share = watch.share();
        seen = watch.epoch();
        for (int i = 0; i < kept; i++) {
            int at = i * FIELDS;
            long corrected = Math.round(ring[at + 1] - share * ring[at + 2]);
            long unhindered = Math.max(ring[at + 3], ring[at + 1] - ring[at + 2]);
            recorders[i].recordCorrected(ring[at], Math.max(ring[at + 3], corrected), unhindered);
        }
        kept = 0;
    }

    /** Returns this thread's CPU time in the run so far, not a number if unknown; may be asked by any thread. */
    double cpuNanos() {
        long nanos = cpuNanos.get();
        return nanos < 0 ? Double.NaN : nanos;
    }

    /** Returns how long the user waited in the run; not a number if unknown. */
    double waitedNanos() {
        return waited;
    }
}
