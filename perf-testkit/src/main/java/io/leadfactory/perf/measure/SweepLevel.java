package io.leadfactory.perf.measure;

import io.leadfactory.perf.machine.HostActivity;
import io.leadfactory.perf.machine.MachineUse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

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
        double usersAllocated = 0;
        double control = 0;
        long samples = 0;
        GcActivity gc = GcActivity.none();
        Map<String, Count> counts = new LinkedHashMap<>();
        for (Measurement round : rounds) {
            all.add(round);
            elapsed = elapsed.plus(round.elapsed());
            samples += round.samples();
            if (round.samples() > 0) {
                double time = round.responseTime().meanNanos() * round.samples();
                timed += time;
                cpu += round.cpuShare() * time;
                allocated += round.allocatedBytesPerOperation() * round.samples();
                usersAllocated += round.allocation().usersBytesPerOperation() * round.samples();
            }
            control += round.allocation().controlBytes();
            gc = gc.plus(round.gc());
            round.counts().forEach((counter, count) -> counts.merge(counter, count, Count::plus));
        }
        counts.forEach(all::count);
        Measurement joined = all.time(first.startedAt(), elapsed)
                .cpuShare(cpu / timed)
                .allocation(new Allocation(
                        allocated / samples,
                        usersAllocated / samples,
                        control,
                        first.allocation().scope()))
                .gc(gc)
                .machine(machine(rounds), Optional.of("rounds that were joined have no corrected times"))
                .build();
        return new SweepLevel(joined, rounds, thinkTime);
    }

    /** What the machine gave on average over the rounds' time; each round alone says more. */
    private static MachineUse machine(List<Measurement> rounds) {
        MachineUse first = rounds.get(0).machine();
        HostActivity host = new HostActivity(
                first.host().cores(),
                rounds.stream()
                        .mapToDouble(round -> round.machine().host().elapsedNanos())
                        .sum(),
                average(rounds, use -> use.host().busyCores()),
                average(rounds, use -> use.host().ownCores()),
                average(rounds, use -> use.host().stealShare()),
                average(rounds, use -> use.host().throttledShare()));
        return new MachineUse(
                first.users(),
                average(rounds, MachineUse::busyCores),
                average(rounds, MachineUse::waitingCores),
                host,
                first.fitness());
    }

    private static double average(List<Measurement> rounds, ToDoubleFunction<MachineUse> what) {
        double sum = 0;
        double weights = 0;
        for (Measurement round : rounds) {
            double weight = (double) round.elapsed().toNanos();
            sum += what.applyAsDouble(round.machine()) * weight;
            weights += weight;
        }
        return sum / weights;
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
