package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.machine.ThreadWait;
import io.leadfactory.perf.measure.BlockTimes.Block;
import io.leadfactory.perf.measure.GcReading;
import io.leadfactory.perf.measure.TimeSource;

/**
 * Times blocks of operations of two sides by the same loop. For one thread.
 *
 * <p>A call with two receivers is compiled into a test for the one and then for the other, with the code of both inside
 * the loop, so one side would be better off. Before the first block the call has seen more receivers than the compiler
 * keeps apart; from then on both sides are called through the same table, at the same few nanoseconds.
 */
final class BlockTimer {
    private static final int STRANGERS_ROUNDS = 300;
    private static final int STRANGERS_BLOCK = 300;

    private final TimeSource time;
    private final ThreadWait queue;

    BlockTimer(TimeSource time, ThreadWait queue) {
        this.time = time;
        this.queue = queue;
    }

    /** Shows the loop operations of its own. */
    void meetStrangers() throws Exception {
        long[] calls = new long[1];
        Operation[] strangers = {() -> calls[0]++, () -> calls[0] += 2, () -> calls[0] += 3, () -> calls[0] += 4};
        for (int round = 0; round < STRANGERS_ROUNDS; round++) {
            for (Operation stranger : strangers) {
                repeat(stranger, STRANGERS_BLOCK);
            }
        }
    }

    Block time(Operation operation, int operations) throws Exception {
        long collections = GcReading.now().collections();
        long queued = queue.nanos();
        long cpu = time.cpuNanos();
        long began = time.nanos();
        repeat(operation, operations);
        long wall = time.nanos() - began;
        long onCore = cpu < 0 ? -1 : time.cpuNanos() - cpu;
        long inQueue = queued < 0 ? -1 : queue.nanos() - queued;
        return new Block(wall, onCore, inQueue, GcReading.now().collections() != collections, operations);
    }

    private static void repeat(Operation operation, int operations) throws Exception {
        for (int i = 0; i < operations; i++) {
            operation.run();
        }
    }
}
