package io.leadfactory.perf.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a sweep over several numbers of users measured. Immutable.
 *
 * @param scenario the scenario's name
 * @param startedAt when the first round began, by the wall clock
 * @param elapsed the real time of all rounds
 * @param cores how many processors the JVM had
 * @param levels one for each number of users, ascending, at least two
 * @param seed by what the order within rounds was shuffled
 */
public record SweepMeasurement(
        String scenario, Instant startedAt, Duration elapsed, int cores, List<SweepLevel> levels, long seed) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there are fewer than two levels, they do not ascend, or their rounds differ
     */
    public SweepMeasurement {
        levels = List.copyOf(levels);
        if (levels.size() < 2) {
            throw new IllegalArgumentException("a sweep has at least two levels: " + levels.size());
        }
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).users() <= levels.get(i - 1).users()) {
                throw new IllegalArgumentException("levels must ascend: "
                        + levels.stream().map(SweepLevel::users).toList());
            }
            if (levels.get(i).rounds().size() != levels.get(0).rounds().size()) {
                throw new IllegalArgumentException("all levels must have the same rounds: "
                        + levels.stream().map(level -> level.rounds().size()).toList());
            }
        }
    }

    /**
     * Returns what was measured at one number of users.
     *
     * @param users the number
     * @return the level
     * @throws IllegalArgumentException if this number was not measured
     */
    public SweepLevel level(int users) {
        return levels.stream()
                .filter(level -> level.users() == users)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("sweep \"" + scenario + "\" has no level of " + users
                        + " users: known are "
                        + levels.stream().map(SweepLevel::users).toList()));
    }

    /**
     * Returns how much slower an operation is at a level than at the lowest, with an interval by rounds: both were measured
     * in each round, so what slowed a whole round down does not count.
     *
     * @param users the level
     * @return the ratio of the mean response times (geometric mean over the rounds) and its 95 % interval; 1 for the lowest
     *     level, empty if a round has no samples
     * @throws IllegalArgumentException if this number was not measured
     */
    public Optional<Estimate> slowDown(int users) {
        return ratio(slowDowns(users));
    }

    /**
     * Returns how likely a slow-down so far from a limit is if the true one is the limit, by Student's t over the rounds as
     * the interval is.
     *
     * @param users the level
     * @param factor the limit
     * @return the probability on the side where the slow-down lies, 0 to 1; 1 if a round has no samples
     * @throws IllegalArgumentException if this number was not measured
     */
    public double slowDownLikelihood(int users, double factor) {
        return likelihood(slowDowns(users), factor);
    }

    private Optional<double[]> slowDowns(int users) {
        return logs(level(users).means(), levels.get(0).means(), 1);
    }

    /**
     * Returns how much of the throughput that the lowest level promises a level has: X(N) / N over X(lowest) / lowest.
     *
     * @param users the level
     * @return the efficiency, 1 for perfect scaling and for the lowest level, and its 95 % interval by rounds; empty if a
     *     round has no throughput
     * @throws IllegalArgumentException if this number was not measured
     */
    public Optional<Estimate> efficiency(int users) {
        return ratio(efficiencies(users));
    }

    /**
     * Returns how likely an efficiency so far from a limit is if the true one is the limit, by Student's t over the rounds as
     * the interval is.
     *
     * @param users the level
     * @param share the limit
     * @return the probability on the side where the efficiency lies, 0 to 1; 1 if a round has no throughput
     * @throws IllegalArgumentException if this number was not measured
     */
    public double efficiencyLikelihood(int users, double share) {
        return likelihood(efficiencies(users), share);
    }

    private Optional<double[]> efficiencies(int users) {
        return logs(
                throughput(level(users)),
                throughput(levels.get(0)),
                (double) users / levels.get(0).users());
    }

    private static Optional<double[]> logs(double[] above, double[] below, double divisor) {
        double[] logs = new double[above.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(above[i] / below[i] / divisor);
            if (Double.isNaN(logs[i]) || Double.isInfinite(logs[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(logs);
    }

    private static Optional<Estimate> ratio(Optional<double[]> logs) {
        return logs.map(rounds -> Student.meanInterval(0.95, rounds))
                .map(ends -> new Estimate(
                        Math.exp((ends.low() + ends.high()) / 2),
                        new Interval(Math.exp(ends.low()), Math.exp(ends.high()))));
    }

    private static double likelihood(Optional<double[]> logs, double limit) {
        return logs.map(rounds -> Student.likelihood(Math.log(Math.max(0, limit)), rounds))
                .orElse(1.0);
    }

    /**
     * Returns the Universal Scalability Law fitted to the throughput.
     *
     * @return the law; empty if there are fewer than four levels or a round has no throughput, see {@link #describeLaw()}
     */
    public Optional<ScalabilityLaw> law() {
        double[] users = levels.stream().mapToDouble(SweepLevel::users).toArray();
        List<double[]> rounds = new ArrayList<>();
        for (int round = 0; round < levels.get(0).rounds().size(); round++) {
            double[] throughput = new double[users.length];
            for (int i = 0; i < users.length; i++) {
                throughput[i] = levels.get(i).rounds().get(round).throughput();
            }
            rounds.add(throughput);
        }
        return ScalabilityLaw.fit(users, rounds);
    }

    /**
     * Says what the law is, or why there is none.
     *
     * @return one line for a person
     */
    public String describeLaw() {
        if (levels.size() < ScalabilityLaw.FEWEST_LEVELS) {
            return "too few points for the Universal Scalability Law: it needs " + ScalabilityLaw.FEWEST_LEVELS
                    + " levels, there are " + levels.size();
        }
        return law().map(SweepMeasurement::describe)
                .orElse("no Universal Scalability Law: a round has no throughput, or there is one round only");
    }

    private static String describe(ScalabilityLaw law) {
        String peak = Double.isInfinite(law.peakUsers())
                ? "no peak predicted"
                : String.format(
                        Locale.ROOT, "peak at %.1f users (%s)", law.peakUsers(), range("%.1f", law.peakInterval()));
        return String.format(
                Locale.ROOT,
                "contention %.4f (%s), coherence %.5f (%s), %s; the worst point lies %.1f %% off",
                law.contention(),
                range("%.4f", law.contentionInterval()),
                law.coherence(),
                range("%.5f", law.coherenceInterval()),
                peak,
                100 * law.worstMiss());
    }

    private static String range(String format, Interval interval) {
        return String.format(Locale.ROOT, format + " .. ", interval.low())
                + (Double.isInfinite(interval.high())
                        ? "unknown"
                        : String.format(Locale.ROOT, format, interval.high()));
    }

    /**
     * Returns the few numbers of the sweep that a report keeps: a point for each level, and the law.
     *
     * @return the curve
     */
    public ScalingCurve curve() {
        return new ScalingCurve(
                scenario,
                cores,
                levels.get(0).rounds().size(),
                levels.stream().map(ScalingCurve.Point::of).toList(),
                law(),
                describeLaw());
    }

    private static double[] throughput(SweepLevel level) {
        return level.rounds().stream().mapToDouble(Measurement::throughput).toArray();
    }
}
