package io.leadfactory.perf.measure;

import java.util.List;
import java.util.Optional;

/**
 * The Universal Scalability Law (Gunther, 1993) fitted to throughput at several numbers of users: X(N) = lambda * N / (1 +
 * sigma * (N - 1) + kappa * N * (N - 1)). Immutable.
 *
 * <p>The fit is the least squares of relative errors in N / X, which the law makes linear, with neither coefficient below
 * zero. The intervals come from the rounds of a {@link SweepMeasurement}: each is fitted apart, without that bound, and
 * Student's t says how far they scatter. They are intervals of these coefficients, not a proof that the law describes the
 * system; {@link #worstMiss()} says how well it does.
 *
 * @param perUser lambda, the throughput of one user alone, operations in a second
 * @param contention sigma, the share of the work that waits its turn
 * @param coherence kappa, what users have to agree on with each other
 * @param perUserInterval the 95 % interval of lambda
 * @param contentionInterval the 95 % interval of sigma
 * @param coherenceInterval the 95 % interval of kappa
 * @param worstMiss the largest relative distance of a measured throughput from the law's
 */
public record ScalabilityLaw(
        double perUser,
        double contention,
        double coherence,
        Interval perUserInterval,
        Interval contentionInterval,
        Interval coherenceInterval,
        double worstMiss) {
    /** The fewest numbers of users to which the law is fitted: it has three coefficients. */
    public static final int FEWEST_LEVELS = 4;

    private static final double CONFIDENCE = 0.95;

    /**
     * Returns the throughput that the law predicts.
     *
     * @param users how many
     * @return operations in a second
     */
    public double throughput(double users) {
        return perUser * users / (1 + contention * (users - 1) + coherence * users * (users - 1));
    }

    /**
     * Returns at how many users the law has its highest throughput.
     *
     * @return the number of users, at least 1; infinite if it only rises
     */
    public double peakUsers() {
        return coherence == 0
                ? Double.POSITIVE_INFINITY
                : Math.max(1, Math.sqrt(Math.max(0, 1 - contention) / coherence));
    }

    /**
     * Returns at how many users the law may have its highest throughput, by the ends of the coefficients' intervals. It is
     * wider than need be: both coefficients are taken at their worst.
     *
     * @return the number of users; the upper end is infinite if coherence may be zero
     */
    public Interval peakInterval() {
        double low = Math.max(1, Math.sqrt(Math.max(0, 1 - contentionInterval.high()) / coherenceInterval.high()));
        double high = coherenceInterval.low() == 0
                ? Double.POSITIVE_INFINITY
                : Math.max(1, Math.sqrt(Math.max(0, 1 - contentionInterval.low()) / coherenceInterval.low()));
        return new Interval(coherenceInterval.high() == 0 ? Double.POSITIVE_INFINITY : low, high);
    }

    /**
     * Fits the law.
     *
     * @param users the numbers of users, ascending
     * @param throughput for each round the throughput at each number of users, operations in a second
     * @return the law; empty if there are fewer than four numbers of users or two rounds, or a throughput is not positive
     */
    static Optional<ScalabilityLaw> fit(double[] users, List<double[]> throughput) {
        if (users.length < FEWEST_LEVELS || throughput.size() < 2) {
            return Optional.empty();
        }
        double[] mean = new double[users.length];
        double[][] rounds = new double[3][throughput.size()];
        for (int round = 0; round < throughput.size(); round++) {
            double[] one = throughput.get(round);
            for (int i = 0; i < users.length; i++) {
                if (!(one[i] > 0)) {
                    return Optional.empty();
                }
                mean[i] += one[i] / throughput.size();
            }
            double[] fit = unbounded(users, one);
            for (int coefficient = 0; coefficient < 3; coefficient++) {
                rounds[coefficient][round] = fit[coefficient];
            }
        }
        double[] best = bounded(users, mean);
        double miss = 0;
        for (int i = 0; i < users.length; i++) {
            double law = best[0] * users[i] / (1 + best[1] * (users[i] - 1) + best[2] * users[i] * (users[i] - 1));
            miss = Math.max(miss, Math.abs(mean[i] / law - 1));
        }
        return Optional.of(new ScalabilityLaw(
                best[0],
                best[1],
                best[2],
                interval(best[0], rounds[0]),
                interval(best[1], rounds[1]),
                interval(best[2], rounds[2]),
                miss));
    }

    /** Returns the interval of the rounds' mean, none of it below zero, and stretched to hold the figure itself. */
    private static Interval interval(double figure, double[] rounds) {
        Interval ends = Student.meanInterval(CONFIDENCE, rounds);
        return new Interval(Math.max(0, Math.min(figure, ends.low())), Math.max(figure, ends.high()));
    }

    private static double[] unbounded(double[] users, double[] throughput) {
        return coefficients(solve(users, throughput, true, true));
    }

    /** Leaves out what would be negative; of the ways to do so the one with the smallest error. */
    private static double[] bounded(double[] users, double[] throughput) {
        double[] best = {};
        double least = Double.POSITIVE_INFINITY;
        for (int ways = 0; ways < 4; ways++) {
            double[] line = solve(users, throughput, (ways & 1) == 0, (ways & 2) == 0);
            double error = error(users, throughput, line);
            if (line[0] > 0 && line[1] >= 0 && line[2] >= 0 && error < least) {
                least = error;
                best = line;
            }
        }
        return coefficients(best);
    }

    /** Turns the line N / X = a + b * (N - 1) + c * N * (N - 1) into lambda, sigma and kappa. */
    private static double[] coefficients(double[] line) {
        return new double[] {1 / line[0], line[1] / line[0], line[2] / line[0]};
    }

    private static double error(double[] users, double[] throughput, double[] line) {
        double sum = 0;
        for (int i = 0; i < users.length; i++) {
            double law = line[0] + line[1] * (users[i] - 1) + line[2] * users[i] * (users[i] - 1);
            double off = law * throughput[i] / users[i] - 1;
            sum += off * off;
        }
        return sum;
    }

    /** Solves the weighted normal equations by elimination; what is left out stays zero. */
    private static double[] solve(double[] users, double[] throughput, boolean contention, boolean coherence) {
        double[][] matrix = new double[3][4];
        for (int i = 0; i < users.length; i++) {
            double n = users[i];
            double weight = throughput[i] / n;
            double[] row = {weight, contention ? weight * (n - 1) : 0, coherence ? weight * n * (n - 1) : 0, 1};
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 4; k++) {
                    matrix[j][k] += row[j] * row[k];
                }
            }
        }
        for (int j = 0; j < 3; j++) {
            if (matrix[j][j] == 0) {
                matrix[j][j] = 1;
                continue;
            }
            for (int other = 0; other < 3; other++) {
                if (other != j) {
                    double factor = matrix[other][j] / matrix[j][j];
                    for (int k = 0; k < 4; k++) {
                        matrix[other][k] -= factor * matrix[j][k];
                    }
                }
            }
        }
        return new double[] {matrix[0][3] / matrix[0][0], matrix[1][3] / matrix[1][1], matrix[2][3] / matrix[2][2]};
    }
}
