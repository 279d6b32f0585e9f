package io.leadfactory.perf.measure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a sweep scaled, in the few numbers that a report keeps of it: a point for each number of users, and the law that was
 * fitted to them. Immutable.
 *
 * @param scenario the scenario's name
 * @param cores how many processors the JVM had
 * @param rounds how often each number of users was measured
 * @param points what was measured, by ascending number of users, at least two
 * @param law the Universal Scalability Law; empty if it could not be fitted
 * @param description what the law is, or why there is none, one line for a person
 */
public record ScalingCurve(
        String scenario, int cores, int rounds, List<Point> points, Optional<ScalabilityLaw> law, String description) {
    /**
     * What was measured at one number of users. Immutable.
     *
     * @param users the number
     * @param throughput operations in a second over all rounds; not a number if there is none
     * @param throughputInterval the 95 % interval of the throughput by its scatter over the rounds, if it has one
     * @param meanNanos the mean response time in nanoseconds; not a number without samples
     * @param meanInterval the 95 % interval of the mean by its scatter over the rounds, if it has one
     * @param p95Nanos the 95th percentile in nanoseconds; not a number if the sample is too small for it
     * @param accountedUsers how many users the figures account for by Little's law; not a number without samples
     */
    public record Point(
            int users,
            double throughput,
            Optional<Interval> throughputInterval,
            double meanNanos,
            Optional<Interval> meanInterval,
            double p95Nanos,
            double accountedUsers) {
        /** Checks the parts. */
        public Point {
            Objects.requireNonNull(throughputInterval, "throughput interval");
            Objects.requireNonNull(meanInterval, "mean interval");
        }

        static Point of(SweepLevel level) {
            Distribution times = level.measurement().responseTime();
            boolean any = times.samples() > 0;
            boolean everyRound = level.rounds().stream().noneMatch(round -> Double.isNaN(round.throughput()));
            return new Point(
                    level.users(),
                    level.measurement().throughput(),
                    everyRound ? Optional.of(level.throughputInterval()) : Optional.empty(),
                    any ? times.meanNanos() : Double.NaN,
                    level.meanInterval(),
                    any && times.percentileInterval(95, 0.95).isPresent() ? times.percentileNanos(95) : Double.NaN,
                    any ? level.accountedUsers() : Double.NaN);
        }
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there are fewer than two points, or they do not ascend
     */
    public ScalingCurve {
        points = List.copyOf(points);
        Objects.requireNonNull(law, "law");
        if (points.size() < 2) {
            throw new IllegalArgumentException("a scaling curve has at least two points: " + points.size());
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).users() <= points.get(i - 1).users()) {
                throw new IllegalArgumentException("points must ascend: "
                        + points.stream().map(Point::users).toList());
            }
        }
    }

    /**
     * Returns the highest number of users that was measured.
     *
     * @return at least 2
     */
    public int mostUsers() {
        return points.get(points.size() - 1).users();
    }
}
