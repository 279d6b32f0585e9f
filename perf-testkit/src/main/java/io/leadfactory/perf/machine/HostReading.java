package io.leadfactory.perf.machine;

import java.util.Map;

/**
 * What the machine's counters say at one instant; only differences mean anything. Immutable. Unknown is not a number.
 *
 * @param cores how many cores this process may use
 * @param busyNanos how long these cores have worked for anybody
 * @param stealNanos how long a hypervisor gave them to other guests
 * @param ownNanos how long this process has used them
 * @param throttledNanos how long a container's quota held this process back, added up over cores
 * @param others how long each other process of the system under test and its children that have ended have used them, by
 *     process number; under this process's own number its children alone
 */
public record HostReading(
        int cores,
        double busyNanos,
        double stealNanos,
        double ownNanos,
        double throttledNanos,
        Map<String, Double> others) {

    /** Copies the processes. */
    public HostReading {
        others = Map.copyOf(others);
    }

    /**
     * Returns the reading of a system that tells nothing.
     *
     * @return nothing but the cores
     */
    public static HostReading unknown() {
        return new HostReading(
                Runtime.getRuntime().availableProcessors(), Double.NaN, Double.NaN, Double.NaN, Double.NaN, Map.of());
    }

    /**
     * Returns what happened up to a later reading.
     *
     * @param later the later reading
     * @param elapsedNanos the real time between both, above 0
     * @return the activity
     */
    public HostActivity until(HostReading later, double elapsedNanos) {
        // Who ends hands its time on to its parent, so the sum alone tells what all of them did.
        double worked = later.othersNanos() - othersNanos();
        // A sum that falls has lost somebody with all its time: what the others did is not known then.
        double own = later.ownNanos - ownNanos + (worked >= 0 ? worked : Double.NaN);
        return new HostActivity(
                cores,
                elapsedNanos,
                (later.busyNanos - busyNanos) / elapsedNanos,
                own / elapsedNanos,
                Math.max(0, (later.stealNanos - stealNanos) / elapsedNanos / cores),
                Math.max(0, Math.min(1, (later.throttledNanos - throttledNanos) / elapsedNanos)));
    }

    private double othersNanos() {
        return others.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
