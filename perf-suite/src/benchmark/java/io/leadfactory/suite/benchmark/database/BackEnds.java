package io.leadfactory.suite.benchmark.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The CPU time of a database's back-end processes. Thread-safe.
 *
 * <p>Read from {@code /proc/PID/schedstat}, which counts nanoseconds; where the kernel keeps none, from
 * {@code /proc/PID/stat}, which counts hundredths of a second and so needs longer blocks.
 */
final class BackEnds {
    private static final long NANOS_PER_TICK = 10_000_000;

    private final List<Path> files;
    private final boolean exact;

    BackEnds(List<Long> pids) {
        exact = pids.stream().allMatch(pid -> Files.isReadable(file(pid, "schedstat")));
        files = pids.stream()
                .map(pid -> file(pid, exact ? "schedstat" : "stat"))
                .toList();
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    long cpuNanos() {
        long sum = 0;
        for (Path file : files) {
            sum += read(file);
        }
        return sum;
    }

    private long read(Path file) {
        try {
            String text = Files.readString(file);
            if (exact) {
                return Long.parseLong(text.substring(0, text.indexOf(' ')));
            }
            // The name in parentheses may hold blanks; user and system time are the 12th and 13th field after it.
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the CPU time of a back end: " + file, e);
        }
    }
}
