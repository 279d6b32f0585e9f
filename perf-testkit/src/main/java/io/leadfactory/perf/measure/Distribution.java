package io.leadfactory.perf.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How many times of which length there were. Immutable.
 *
 * <p>Percentiles are exact to three significant digits; mean, minimum and maximum are exact to the nanosecond. A percentile
 * is the sample of the nearest rank: the smallest time with at least that share of all times at or below it.
 */
public final class Distribution {
    private static final double FINEST_TAIL = 1e-7;
    private static final double STEPS_PER_HALVING = 4;

    private final long[] values;
    private final long[] upTo;
    private final long min;
    private final long max;
    private final double sum;

    private Distribution(long[] values, long[] upTo, long min, long max, double sum) {
        this.values = values;
        this.upTo = upTo;
        this.min = min;
        this.max = max;
        this.sum = sum;
    }

    static Distribution of(Histogram histogram, long min, long max, double sum) {
        long[] values = new long[16];
        long[] upTo = new long[16];
        int size = 0;
        for (HistogramIterationValue step : histogram.recordedValues()) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
                upTo = Arrays.copyOf(upTo, 2 * size);
            }
            long middle = histogram.medianEquivalentValue(step.getValueIteratedTo());
            values[size] = Math.max(min, Math.min(max, middle));
            upTo[size] = step.getTotalCountToThisValue();
            size++;
        }
        return new Distribution(Arrays.copyOf(values, size), Arrays.copyOf(upTo, size), min, max, sum);
    }

    /**
     * Returns how many times there are.
     *
     * @return the number of samples
     */
    public long samples() {
        return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
    }

    /**
     * Returns the shortest time.
     *
     * @return the minimum
     * @throws IllegalStateException if there are no samples
     */
    public Duration min() {
        requireSamples();
        return Duration.ofNanos(min);
    }

    /**
     * Returns the arithmetic mean.
     *
     * @return the mean, rounded to the nanosecond
     * @throws IllegalStateException if there are no samples
     */
    public Duration mean() {
        requireSamples();
        return Duration.ofNanos(Math.round(meanNanos()));
    }

    /**
     * Returns the arithmetic mean as a number.
     *
     * @return nanoseconds; not a number if there are no samples
     */
    public double meanNanos() {
        return samples() == 0 ? Double.NaN : sum / samples();
    }

    /**
     * Returns the longest time.
     *
     * @return the maximum
     * @throws IllegalStateException if there are no samples
     */
    public Duration max() {
        requireSamples();
        return Duration.ofNanos(max);
    }

    /**
     * Returns the longest time as a number.
     *
     * @return nanoseconds; not a number if there are no samples
     */
    public double maxNanos() {
        return samples() == 0 ? Double.NaN : max;
    }

    /**
     * Returns a percentile.
     *
     * @param percentile which one, 0 (the minimum) to 100 (the maximum)
     * @return the time of the nearest rank
     * @throws IllegalArgumentException if the percentile is not within 0 and 100
     * @throws IllegalStateException if there are no samples
     */
    public Duration percentile(double percentile) {
        requireSamples();
        return Duration.ofNanos((long) percentileNanos(percentile));
    }

    /**
     * Returns a percentile as a number.
     *
     * @param percentile which one, 0 (the minimum) to 100 (the maximum)
     * @return the time of the nearest rank in nanoseconds; not a number if there are no samples
     * @throws IllegalArgumentException if the percentile is not within 0 and 100
     */
    public double percentileNanos(double percentile) {
        checkPercentile(percentile);
        long n = samples();
        if (n == 0) {
            return Double.NaN;
        }
        // A whisper less than the product, so that 95 % of 100 is rank 95 and not 96 by rounding.
        long rank = (long) Math.ceil(percentile / 100 * n * (1 - 1e-12));
        return atRank(Math.max(1, Math.min(n, rank)));
    }

    /**
     * Returns between which times a percentile of the system lies, whatever the shape of its times: the interval of
     * order statistics. It supposes that the times are independent of each other.
     *
     * @param percentile which one, above 0 and below 100
     * @param confidence how sure it is, above 0 and below 1, {@code 0.95}
     * @return the interval in nanoseconds; empty if the sample is too small for one, as below 59 samples for the 95th
     *     percentile at 0.95, below 299 for the 99th and below 2 995 for the 99.9th
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public Optional<Interval> percentileInterval(double percentile, double confidence) {
        checkPercentile(percentile);
        if (percentile == 0 || percentile == 100) {
            throw new IllegalArgumentException("a minimum or maximum has no interval: percentile " + percentile);
        }
        checkConfidence(confidence);
        return Binomial.ranks(samples(), percentile / 100, confidence)
                .map(ranks -> new Interval(atRank(ranks.lower()), atRank(ranks.upper())));
    }

    /**
     * Returns how many samples {@link #percentileInterval(double, double)} needs.
     *
     * @param percentile which one, above 0 and below 100
     * @param confidence how sure it is to be, above 0 and below 1
     * @return the fewest samples that give an interval, 59 for the 95th percentile at 0.95
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static long fewestSamples(double percentile, double confidence) {
        checkPercentile(percentile);
        if (percentile == 0 || percentile == 100) {
            throw new IllegalArgumentException("a minimum or maximum has no interval: percentile " + percentile);
        }
        checkConfidence(confidence);
        return Binomial.fewest(percentile / 100, confidence);
    }

    /**
     * Returns the curve of all percentiles, finer towards the top: four points for each halving of the share of slower
     * samples, as far as the sample goes.
     *
     * @return points of ascending percentile from 0 to 100; empty if there are no samples
     */
    public List<PercentilePoint> percentileCurve() {
        long n = samples();
        if (n == 0) {
            return List.of();
        }
        List<PercentilePoint> points = new ArrayList<>();
        points.add(new PercentilePoint(0, min));
        double finest = Math.max(FINEST_TAIL, 1.0 / n);
        for (int step = 1; ; step++) {
            double tail = Math.pow(2, -step / STEPS_PER_HALVING);
            if (tail <= finest) {
                break;
            }
            double percentile = 100 * (1 - tail);
            points.add(new PercentilePoint(percentile, percentileNanos(percentile)));
        }
        points.add(new PercentilePoint(100, max));
        return List.copyOf(points);
    }

    /** Is told of a time and how many there are of it. */
    interface Step {
        void of(long nanos, long count);
    }

    void forEach(Step step) {
        long before = 0;
        for (int i = 0; i < values.length; i++) {
            step.of(values[i], upTo[i] - before);
            before = upTo[i];
        }
    }

    /**
     * Returns how many samples lie at or below a time, exact to the three digits of the recording.
     *
     * @param nanos the time in nanoseconds
     * @return 0 to {@link #samples()}
     */
    public long samplesUpTo(double nanos) {
        if (nanos >= max) {
            return samples();
        }
        int below = 0;
        int above = values.length;
        while (below < above) {
            int middle = (below + above) >>> 1;
            if (values[middle] <= nanos) {
                below = middle + 1;
            } else {
                above = middle;
            }
        }
        return below == 0 ? 0 : upTo[below - 1];
    }

    /**
     * Returns how likely so many slow samples are if the percentile of the system is at a limit or below it: small where
     * the sample speaks against that. Exact by the binomial distribution; it supposes that the times are independent.
     *
     * @param percentile which one, above 0 and below 100
     * @param nanos the limit in nanoseconds
     * @return the probability, 0 to 1; 1 if there are no samples
     */
    public double likelihoodAtMost(double percentile, double nanos) {
        checkPercentile(percentile);
        return samples() == 0 ? 1 : Beta.binomialUpTo(samplesUpTo(nanos), samples(), percentile / 100);
    }

    /** Returns the sum of all times in nanoseconds. */
    double sum() {
        return sum;
    }

    /** Returns a histogram of the same times, each at the middle of the step in which it is counted. */
    Histogram histogram() {
        Histogram histogram = HistogramLog.empty();
        forEach(histogram::recordValueWithCount);
        return histogram;
    }

    private double atRank(long rank) {
        if (rank <= 1) {
            return min;
        }
        if (rank >= samples()) {
            return max;
        }
        int at = Arrays.binarySearch(upTo, rank);
        return values[at >= 0 ? at : -at - 1];
    }

    private void requireSamples() {
        if (samples() == 0) {
            throw new IllegalStateException("there is no time to return: no operation succeeded; ask samples() first");
        }
    }

    private static void checkPercentile(double percentile) {
        if (!(percentile >= 0 && percentile <= 100)) {
            throw new IllegalArgumentException("percentile must be within 0 and 100: " + percentile);
        }
    }

    static void checkConfidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be above 0 and below 1: " + confidence);
        }
    }
}
