package io.leadfactory.perf.measure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep measured at one number of users, in several rounds. Immutable.
 *
 * @param measurement all rounds joined
 * @param rounds each round alone, in their order
 * @param thinkTime how long a user paused after each operation, on average
 */
public record SweepLevel(Measurement measurement, List<Measurement> rounds, Duration thinkTime) {
    private static final double CONFIDENCE = 0.95;
    private static final double LITTLE_TOLERANCE = 0.05;

    /** Copies the rounds. */
    public SweepLevel {
        rounds = List.copyOf(rounds);
    }

    /**
     * Joins rounds.
     *
     * @param rounds what was measured at the same number of users, one after the other, at least one
     * @param thinkTime how long a user paused after each operation, on average
     * @return the level
     */
    public static SweepLevel of(List<Measurement> rounds, Duration thinkTime) {
        Measurement first = rounds.get(0);
        Measurement.Builder all = Measurement.of(first.scenario())
                .users(first.users(), first.virtual())
                .loadModel(first.loadModel())
                .warmUp(first.warmUp());
        Duration elapsed = Duration.ZERO;
        double timed = 0;
        double cpu = 0;
        double allocated = 0;
        long samples = 0;
        long collections = 0;
        Duration collecting = Duration.ZERO;
        for (Measurement round : rounds) {
            all.add(round);
            elapsed = elapsed.plus(round.elapsed());
            samples += round.samples();
            if (round.samples() > 0) {
                double time = round.responseTime().meanNanos() * round.samples();
                timed += time;
                cpu += round.cpuShare() * time;
                allocated += round.allocatedBytesPerOperation() * round.samples();
            }
            collections += round.gc().collections();
            collecting = collecting.plus(round.gc().time());
        }
        Measurement joined = all.time(first.startedAt(), elapsed)
                .cost(cpu / timed, allocated / samples, new GcActivity(collections, collecting))
                .build();
        return new SweepLevel(joined, rounds, thinkTime);
    }

    /**
     * Returns how many users worked at the same time.
     *
     * @return at least 1
     */
    public int users() {
        return measurement.users();
    }

    /**
     * Returns between which values the throughput lies, by its scatter from round to round with Student's t.
     *
     * @return the 95 % interval, operations in a second
     */
    public Interval throughputInterval() {
        return Student.meanInterval(
                CONFIDENCE, rounds.stream().mapToDouble(Measurement::throughput).toArray());
    }

    /**
     * Returns between which times the mean response time lies, by its scatter from round to round with Student's t.
     *
     * @return the 95 % interval in nanoseconds; empty if a round has no samples
     */
    public Optional<Interval> meanInterval() {
        double[] means = means();
        for (double mean : means) {
            if (Double.isNaN(mean)) {
                return Optional.empty();
            }
        }
        return Optional.of(Student.meanInterval(CONFIDENCE, means));
    }

    double[] means() {
        return rounds.stream()
                .mapToDouble(round -> round.responseTime().meanNanos())
                .toArray();
    }

    /**
     * Returns how many users the figures account for by Little's law, N = X * (R + Z) with throughput X, mean response time
     * R and mean pause Z.
     *
     * @return the number; not a number without samples
     */
    public double accountedUsers() {
        double busy = measurement.responseTime().meanNanos() + thinkTime.toNanos();
        return measurement.throughput() * busy / 1e9;
    }

    /**
     * Returns whether Little's law holds within 5 %. If it does not, the users spent time on what is neither operation nor
     * pause: preparations, failed operations, an uneven end, waiting for a core between two operations, or, for operations of
     * less than a microsecond, the harness itself. Throughput then says less about the system than it seems to.
     *
     * @return true if it holds
     */
    public boolean holdsLittlesLaw() {
        return Math.abs(accountedUsers() / users() - 1) <= LITTLE_TOLERANCE;
    }
}
