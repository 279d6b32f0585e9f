package io.leadfactory.perf.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells how long one thread was ready to run but had no core, where the system tells: the second number of Linux's
 * {@code /proc/thread-self/schedstat}. For the thread that opened it.
 */
public final class RunQueue implements AutoCloseable {
    private static final Path LINUX = Path.of("/proc/thread-self/schedstat");
    private static final int MOST_BYTES = 128;

    private final @Nullable RandomAccessFile file;
    private final byte[] bytes = new byte[MOST_BYTES];
    private boolean readable = true;

    private RunQueue(@Nullable RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens the counter of the current thread.
     *
     * @return the counter; it tells nothing where there is none
     */
    public static RunQueue ofThisThread() {
        return at(LINUX);
    }

    /**
     * Returns a counter that tells nothing.
     *
     * @return the counter
     */
    public static RunQueue none() {
        return new RunQueue(null);
    }

    static RunQueue at(Path path) {
        try {
            return new RunQueue(new RandomAccessFile(path.toFile(), "r"));
        } catch (IOException | SecurityException absent) {
            return new RunQueue(null);
        }
    }

    /**
     * Reads the counter.
     *
     * @return nanoseconds since the thread began; -1 if the system does not tell
     */
    public long nanos() {
        if (file == null || !readable) {
            return -1;
        }
        try {
            file.seek(0);
            int length = file.read(bytes);
            String[] numbers = new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            return Long.parseLong(numbers[1]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unreadable) {
            readable = false;
            return -1;
        }
    }

    /** Closes the counter; it tells nothing afterwards. */
    @Override
    public void close() {
        readable = false;
        if (file != null) {
            try {
                file.close();
            } catch (IOException ignored) {
                // It was only read.
            }
        }
    }
}
