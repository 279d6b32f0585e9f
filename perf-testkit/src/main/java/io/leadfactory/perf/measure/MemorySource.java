package io.leadfactory.perf.measure;

import io.leadfactory.perf.define.PerfException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where figures on the process's memory come from, so that tests can drive them. Thread-safe. */
public interface MemorySource {
    /**
     * Collects everything that can be collected, and reads what is left.
     *
     * @return bytes of heap in use after the collection
     * @throws PerfException if the JVM does not collect on request
     */
    double heapAfterCollection();

    /**
     * Reads the process's resident set.
     *
     * @return bytes; not a number if the system does not tell
     */
    double residentBytes();

    /**
     * Returns the JVM's and the operating system's own figures; the resident set is known on Linux.
     *
     * @return the source
     */
    static MemorySource system() {
        return SystemMemory.INSTANCE;
    }

    /** The JVM's own figures. Thread-safe. */
    enum SystemMemory implements MemorySource {
        /** The only one. */
        INSTANCE;

        private static final Path STATUS = Path.of("/proc/self/status");
        private static final int ROUNDS = 5;
        private static final long STILL = 64 * 1024;

        @Override
        public double heapAfterCollection() {
            MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
            long before = GcReading.now().collections();
            long used = Long.MAX_VALUE;
            // One collection may free what only the next can reclaim (references, cleaners), so until it stands still.
            for (int round = 0; round < ROUNDS; round++) {
                memory.gc();
                long left = memory.getHeapMemoryUsage().getUsed();
                if (round > 0 && used - left < STILL) {
                    used = left;
                    break;
                }
                used = left;
            }
            if (GcReading.now().collections() == before) {
                throw new PerfException("cannot measure retained heap: the JVM did not collect when it was asked to; "
                        + "remove -XX:+DisableExplicitGC or choose another collector");
            }
            return used;
        }

        @Override
        public double residentBytes() {
            if (!Files.isReadable(STATUS)) {
                return Double.NaN;
            }
            try {
                return residentBytes(Files.readAllLines(STATUS));
            } catch (IOException gone) {
                // Unknown is an answer of this port.
                return Double.NaN;
            }
        }

        static double residentBytes(List<String> status) {
            for (String line : status) {
                if (line.startsWith("VmRSS:") && line.endsWith("kB")) {
                    return Long.parseLong(line.substring(6, line.length() - 2).trim()) * 1024.0;
                }
            }
            return Double.NaN;
        }
    }
}
