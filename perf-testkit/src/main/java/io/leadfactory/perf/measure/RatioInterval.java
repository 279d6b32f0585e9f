package io.leadfactory.perf.measure;

import io.leadfactory.perf.define.Comparison;
import java.util.Arrays;
import java.util.Random;

/**
 * The median of ratios that were measured one after the other, and between which values the true one lies. Immutable.
 *
 * <p>The interval is the wider at each end of two. One is a bootstrap over groups of neighbouring pairs, so that what moves
 * neighbours together widens the interval as it must; alone it is far too narrow for few pairs (at 20 it covers three
 * quarters of what it promises). The other is that of order statistics, by the normal approximation of the sign test, whose
 * variance is stretched by how much neighbours lie on the same side of the median, with Bartlett's weights. A group has
 * eight pairs, and more where there are many: twice the cube root of their number, at most 64.
 *
 * @param median the median of all ratios, or the geometric mean of the loads' medians
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 * @param confidence the share of such intervals that hold the true median
 * @param ratios how many ratios it rests on, or how many loads
 */
public record RatioInterval(double median, double low, double high, double confidence, int ratios) {
    /** The fewest ratios that have an interval. */
    public static final int FEWEST = 20;

    private static final int SMALLEST_GROUP = 8;
    private static final int LARGEST_GROUP = 64;
    private static final int FEWEST_RESAMPLES = 2_000;
    /** So many resamples lie beyond each end, or the end would be a matter of luck. */
    private static final int BEYOND = 10;

    /**
     * Computes the interval. For one seed it is always the same.
     *
     * @param ratios at least 20 finite ratios, in the order of time
     * @param confidence the share of such intervals that hold the true median, between 0 and 1
     * @param seed what the bootstrap draws from
     * @return the median and its interval
     * @throws IllegalArgumentException if there are fewer than 20 ratios, or one is not a finite number
     */
    public static RatioInterval of(double[] ratios, double confidence, long seed) {
        int n = ratios.length;
        if (n < FEWEST) {
            throw new IllegalArgumentException("an interval needs at least " + FEWEST + " ratios: " + n);
        }
        if (!Arrays.stream(ratios).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("an interval needs ratios that are finite numbers");
        }
        int group = group(n);
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        double median = medianOfSorted(sorted);
        double error = 1 - confidence;
        int resamples = (int) Math.max(FEWEST_RESAMPLES, Math.ceil(2 * BEYOND / error));
        double[] medians = bootstrap(ratios, sorted, group, resamples, new Random(seed));
        int tail = (int) Math.round(resamples * error / 2);
        Interval signs = SignTest.of(ratios, group).interval(Student.normalQuantile(1 - error / 2));
        double least = Math.min(0, sorted[0]);
        return new RatioInterval(
                median,
                Math.max(least, Math.min(medians[tail], signs.low())),
                Math.max(medians[resamples - 1 - tail], signs.high()),
                confidence,
                n);
    }

    /**
     * Returns how far a limit lies from the median of ratios by the sign test, which the interval of {@link #of} is never
     * narrower than.
     *
     * @param ratios at least 20 finite ratios, in the order of time
     * @param limit the limit
     * @param confidence that of the interval that it belongs to
     * @return so many standard errors of a normal distribution; at least those of the confidence if the interval leaves the
     *     limit out, and no more than those where so few ratios, or such dependent ones, cannot say more
     */
    public static double signErrors(double[] ratios, double limit, double confidence) {
        return SignTest.of(ratios, group(ratios.length)).away(limit, Student.normalQuantile((1 + confidence) / 2));
    }

    private static int group(int ratios) {
        return (int) Math.max(SMALLEST_GROUP, Math.min(LARGEST_GROUP, Math.round(2 * Math.cbrt(ratios))));
    }

    /**
     * Computes the interval of code that was loaded and compiled several times: by Student's t over the logarithms of what
     * each load gave. The compiler makes different code of the same classes each time, by which the loads differ far more
     * than the pairs within one do; so a load counts as one ratio, however many pairs it has.
     *
     * <p>It holds as far as the loads differ like normal ones. No load is left out, however far it is from the others: a kind
     * of code that the compiler makes seldom is only known to who meets it.
     *
     * @param loads the ratio of each load, at least {@value Comparison#FEWEST_LOADS}, positive and finite
     * @param confidence the share of such intervals that hold the ratio that infinitely many loads would have, between 0 and 1
     * @param oneSided whether one side alone was loaded anew. What the compiler made of the other is in all loads alike; it is
     *     taken to be as far from its mean as a load of the first may be, so the interval is as wide as that of one more load
     * @return the geometric mean of the loads' ratios and its interval
     * @throws IllegalArgumentException if there are too few loads, or one's ratio is not a positive number
     */
    public static RatioInterval ofLoads(double[] loads, double confidence, boolean oneSided) {
        if (loads.length < Comparison.FEWEST_LOADS) {
            throw new IllegalArgumentException(
                    "an interval needs at least " + Comparison.FEWEST_LOADS + " loads: " + loads.length);
        }
        double[] logarithms = Arrays.stream(loads).map(Math::log).toArray();
        if (!Arrays.stream(logarithms).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("an interval needs ratios that are positive numbers");
        }
        Interval interval =
                oneSided ? Student.nextInterval(confidence, logarithms) : Student.meanInterval(confidence, logarithms);
        return new RatioInterval(
                Math.exp(Arrays.stream(logarithms).sum() / logarithms.length),
                Math.exp(interval.low()),
                Math.exp(interval.high()),
                confidence,
                loads.length);
    }

    /**
     * Returns the median of ratios.
     *
     * @param ratios at least one
     * @return the middle one, or the mean of the two in the middle
     */
    public static double median(double[] ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        return medianOfSorted(sorted);
    }

    /** Returns the sorted medians of resamples. A resample is counted by rank, so that none has to be sorted. */
    private static double[] bootstrap(double[] ratios, double[] sorted, int group, int resamples, Random random) {
        int n = ratios.length;
        int[] ranks = new int[n];
        for (int i = 0; i < n; i++) {
            // Equal ratios share a rank, which changes no median.
            ranks[i] = Arrays.binarySearch(sorted, ratios[i]);
        }
        double[] medians = new double[resamples];
        int[] counts = new int[n];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(counts, 0);
            for (int filled = 0; filled < n; filled += group) {
                int from = random.nextInt(n - group + 1);
                int until = from + Math.min(group, n - filled);
                for (int i = from; i < until; i++) {
                    counts[ranks[i]]++;
                }
            }
            medians[resample] = (nth(sorted, counts, (n - 1) / 2) + nth(sorted, counts, n / 2)) / 2;
        }
        Arrays.sort(medians);
        return medians;
    }

    private static double nth(double[] sorted, int[] counts, int place) {
        int rank = 0;
        int passed = counts[0];
        while (passed <= place) {
            rank++;
            passed += counts[rank];
        }
        return sorted[rank];
    }

    private static double medianOfSorted(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
