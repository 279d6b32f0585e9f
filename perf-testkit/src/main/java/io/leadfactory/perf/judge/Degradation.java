package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.Interval;
import io.leadfactory.perf.measure.Measurement;
import java.util.Optional;

/**
 * How much slower an operation is at many users than at one. Immutable.
 *
 * <p>The raw factor is R(N) / R(1), the ratio of the means. With C cores and an operation that needs its core for a share f
 * of its time, N users without think time cannot do better than N * f / C, however good the system is; so the factor over
 * the cores' floor is R(N) / (R(1) * max(1, N * f / C)). Users who pace themselves do not saturate the cores: for them the
 * raw factor is the one to judge.
 *
 * @param raw R(N) / R(1)
 * @param low the lower end of the raw factor's interval; not a number if a mean has none
 * @param high the upper end of the raw factor's interval; not a number if a mean has none
 * @param floor the factor that the cores impose, at least 1; not a number if the CPU share is unknown
 * @param samples the smaller of both samples
 */
public record Degradation(double raw, double low, double high, double floor, long samples) {
    /**
     * Compares two measurements of the same operation on this machine's cores.
     *
     * @param one measured with one user
     * @param many measured with more users
     * @return the factors
     * @throws IllegalArgumentException if the first has more than one user, or the second not more than that
     */
    public static Degradation between(Measurement one, Measurement many) {
        return between(one, many, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Compares two measurements of the same operation.
     *
     * @param one measured with one user
     * @param many measured with more users
     * @param cores how many cores both had
     * @return the factors
     * @throws IllegalArgumentException if the first has more than one user, the second not more than that, or the cores are
     *     not positive
     */
    public static Degradation between(Measurement one, Measurement many, int cores) {
        if (one.users() != 1 || many.users() <= 1) {
            throw new IllegalArgumentException(
                    "a degradation is between 1 user and more: " + one.users() + " and " + many.users() + " users");
        }
        if (cores <= 0) {
            throw new IllegalArgumentException("cores must be positive: " + cores);
        }
        double raw = many.responseTime().meanNanos() / one.responseTime().meanNanos();
        Optional<Interval> below = one.meanInterval(Judge.CONFIDENCE);
        Optional<Interval> above = many.meanInterval(Judge.CONFIDENCE);
        double low = Double.NaN;
        double high = Double.NaN;
        // Both ends at their worst: wider than need be, never too narrow.
        if (below.isPresent() && above.isPresent() && below.get().low() > 0) {
            low = above.get().low() / below.get().high();
            high = above.get().high() / below.get().low();
        }
        double floor = Math.max(1, many.users() * one.cpuShare() / cores);
        return new Degradation(raw, low, high, floor, Math.min(one.samples(), many.samples()));
    }

    /**
     * Returns the factor over the cores' floor.
     *
     * @return a figure of {@link Metric#DEGRADATION}; unknown if the CPU share or the interval is
     */
    public Figure overFloor() {
        return figure(Metric.DEGRADATION, floor);
    }

    /**
     * Returns the raw factor.
     *
     * @return a figure of {@link Metric#RAW_DEGRADATION}; unknown if the interval is
     */
    public Figure rawFactor() {
        return figure(Metric.RAW_DEGRADATION, 1);
    }

    private Figure figure(Metric metric, double divisor) {
        double value = Double.isNaN(low) ? Double.NaN : raw / divisor;
        return new Figure(metric, value, low / divisor, high / divisor, samples);
    }
}
