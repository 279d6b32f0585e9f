package io.leadfactory.perf.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The second figure of a thread's {@code schedstat}: nanoseconds on a run queue. Reading allocates nothing, costs about a
 * microsecond, and unlike a channel's does not end when the thread is interrupted.
 */
final class ScheduleFile implements ThreadWait {
    private final RandomAccessFile file;
    private final byte[] text = new byte[96];

    private ScheduleFile(RandomAccessFile file) {
        this.file = file;
    }

    static ThreadWait open(Path path) {
        try {
            ScheduleFile opened = new ScheduleFile(new RandomAccessFile(path.toFile(), "r"));
            if (opened.nanos() >= 0 && isCounted(opened.text)) {
                return opened;
            }
            opened.close();
        } catch (IOException | SecurityException | UnsupportedOperationException unknown) {
            // Not Linux, a kernel without these figures, or a sandbox.
        }
        return ThreadWait.unknown();
    }

    @Override
    public long nanos() {
        try {
            file.seek(0);
            int length = file.read(text);
            return second(text, length);
        } catch (IOException gone) {
            return -1;
        }
    }

    /** A kernel without these statistics says "0 0 0"; whoever reads this runs, so one of the figures must be above 0. */
    private static boolean isCounted(byte[] text) {
        for (byte letter : text) {
            if (letter >= '1' && letter <= '9') {
                return true;
            }
        }
        return false;
    }

    private static long second(byte[] text, int length) {
        int at = 0;
        while (at < length && text[at] != ' ') {
            at++;
        }
        long value = -1;
        for (at++; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
            value = Math.max(0, value) * 10 + (text[at] - '0');
        }
        return value;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException nothingToLose) {
            // It was only read.
        }
    }
}
