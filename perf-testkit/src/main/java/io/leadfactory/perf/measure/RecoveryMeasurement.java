package io.leadfactory.perf.measure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a system needed after each fault. Immutable.
 *
 * @param times the recovery times as samples, to be judged like any others; a window without recovery is an error there
 * @param windows one entry for each fault, in order
 * @param resolution how fine a recovery time is known: the time from probe to probe
 */
public record RecoveryMeasurement(Measurement times, List<Window> windows, Duration resolution) {
    /**
     * One fault and what came after it. Immutable.
     *
     * @param recovery from the fault's end to the end of the first of the successes in a row; empty if the limit was over
     *     before
     * @param probes how often the probe asked, from the fault's begin on
     * @param errors how often it failed
     */
    public record Window(Optional<Duration> recovery, long probes, long errors) {}

    /** Copies the list. */
    public RecoveryMeasurement {
        windows = List.copyOf(windows);
    }

    /**
     * Returns how often the probe failed in all windows.
     *
     * @return failed probes
     */
    public long probeErrors() {
        return windows.stream().mapToLong(Window::errors).sum();
    }
}
