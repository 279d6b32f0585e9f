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
     * @param notBefore from the fault's end to the begin of the last probe that failed: the system recovered between this and
     *     {@code recovery}; zero if none failed after the end; empty if it did not recover
     * @param firstSuccess from the fault's end to the end of the first probe that succeeded, though others may have failed
     *     after it; empty if none did
     * @param unavailable from the begin of the first probe that failed to the recovery, or to the window's end without one;
     *     zero if none failed
     * @param probes how often the probe asked, from the fault's begin on
     * @param errors how often it failed
     */
    public record Window(
            Optional<Duration> recovery,
            Optional<Duration> notBefore,
            Optional<Duration> firstSuccess,
            Duration unavailable,
            long probes,
            long errors) {

        /**
         * Returns between which times after the fault's end the system recovered.
         *
         * @return the interval in nanoseconds, as wide as the probes' distance or a bit wider; empty without recovery
         */
        public Optional<Interval> interval() {
            return recovery.flatMap(high -> notBefore.map(low -> new Interval(low.toNanos(), high.toNanos())));
        }

        /**
         * Returns the best guess of when the system recovered, while {@code recovery} is when it was seen to have.
         *
         * @return the middle of the interval; empty without recovery
         */
        public Optional<Duration> estimate() {
            return interval().map(ends -> Duration.ofNanos(Math.round((ends.low() + ends.high()) / 2)));
        }
    }

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

    /**
     * Returns for how long users saw no service.
     *
     * @return the sum over all windows
     */
    public Duration unavailable() {
        return windows.stream().map(Window::unavailable).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns how much of an error budget the faults have spent, taking every request in the unavailable time for lost.
     *
     * @param objective which share of the time the system must be available, {@code 0.999}
     * @param over for which time the objective is stated, {@code Duration.ofDays(30)}
     * @return the share of the budget, above 1 if it is overspent
     * @throws IllegalArgumentException if the objective is not above 0 and below 1, or the time is not positive
     */
    public double budgetSpent(double objective, Duration over) {
        if (!(objective > 0 && objective < 1)) {
            throw new IllegalArgumentException("objective must be above 0 and below 1: " + objective);
        }
        if (over.isNegative() || over.isZero()) {
            throw new IllegalArgumentException("the objective's time must be positive: " + over);
        }
        return unavailable().toNanos() / ((1 - objective) * over.toNanos());
    }
}
