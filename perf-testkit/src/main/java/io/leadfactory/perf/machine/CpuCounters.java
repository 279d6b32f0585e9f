package io.leadfactory.perf.machine;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the cores that this process may use have done since the system started, after {@code /proc/stat}, see proc(5).
 * Immutable.
 *
 * @param cores how many cores are counted
 * @param busyNanos their working time, stolen time not included; not a number if unknown
 * @param stealNanos the time in which a hypervisor gave them to other guests; not a number if unknown
 */
record CpuCounters(int cores, double busyNanos, double stealNanos) {
    /** The counters are in hundredths of a second on every platform of Linux that a JVM runs on. */
    private static final double NANOS_PER_TICK = 1e7;

    private static final Pattern CORE = Pattern.compile("cpu(\\d+) ([0-9 ]+)");
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STEAL = 7;
    /** Guests' time, from here on, is part of user time already. */
    private static final int GUEST = 8;

    /** Reads the lines of the cores that are allowed; of all cores if none is named. */
    static CpuCounters of(List<String> stat, BitSet allowed) {
        int cores = 0;
        double busy = 0;
        double steal = 0;
        for (String line : stat) {
            Matcher core = CORE.matcher(line);
            if (core.matches() && (allowed.isEmpty() || allowed.get(Integer.parseInt(core.group(1))))) {
                String[] ticks = core.group(2).trim().split(" +", -1);
                for (int i = 0; i < Math.min(GUEST, ticks.length); i++) {
                    if (i == STEAL) {
                        steal += HostFiles.number(ticks[i]) * NANOS_PER_TICK;
                    } else if (i != IDLE && i != WAITING) {
                        busy += HostFiles.number(ticks[i]) * NANOS_PER_TICK;
                    }
                }
                cores++;
            }
        }
        return cores == 0 ? new CpuCounters(0, Double.NaN, Double.NaN) : new CpuCounters(cores, busy, steal);
    }

    /** Reads a list as {@code 0-3,8}; what cannot be read is left out. */
    static BitSet list(String text) {
        BitSet cores = new BitSet();
        for (String range : text.split(",", -1)) {
            String[] ends = range.trim().split("-", 2);
            double from = HostFiles.number(ends[0]);
            double to = ends.length == 2 ? HostFiles.number(ends[1]) : from;
            if (from >= 0 && to >= from && to < 65_536) {
                cores.set((int) from, (int) to + 1);
            }
        }
        return cores;
    }
}
