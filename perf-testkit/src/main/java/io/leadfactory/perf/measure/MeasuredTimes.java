package io.leadfactory.perf.measure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long the operations of one run took: of a {@link Measurement} all that is a time. Immutable. */
abstract sealed class MeasuredTimes permits Measurement {
    private final Distribution responseTime;
    private final Optional<Distribution> serviceTime;
    private final Optional<Distribution> scheduleLag;
    private final Optional<Distribution> generatorLateness;
    private final Optional<CorrectedTimes> corrected;
    private final Timeline timeline;

    MeasuredTimes(Totals totals, Optional<String> correctionDoubt) {
        this.responseTime = totals.response();
        this.serviceTime = totals.service();
        this.scheduleLag = totals.lag();
        this.generatorLateness = totals.lateness();
        CorrectedTimes times = new CorrectedTimes(totals.corrections(), correctionDoubt);
        boolean whole = responseTime.samples() > 0 && times.distribution().samples() == responseTime.samples();
        this.corrected = whole ? Optional.of(times) : Optional.empty();
        this.timeline = totals.timeline();
    }

    /**
     * Returns how many operations were timed.
     *
     * @return operations that succeeded
     */
    public long samples() {
        return responseTime.samples();
    }

    /**
     * Returns the distribution that {@link #mean()} and its neighbours read from.
     *
     * @return the response times
     */
    public Distribution responseTime() {
        return responseTime;
    }

    /**
     * Returns the times from an operation's real begin to its end.
     *
     * @return the service times of the open model; empty in the closed model, where they are the response times
     */
    public Optional<Distribution> serviceTime() {
        return serviceTime;
    }

    /**
     * Returns how late operations began.
     *
     * @return the times from due to begun in the open model; empty in the closed model
     */
    public Optional<Distribution> scheduleLag() {
        return scheduleLag;
    }

    /**
     * Returns how late operations of the open model began because the user that was free for them did not get going: the
     * part of the schedule lag that is the generator's and not the system's.
     *
     * @return the times in the open model; empty in the closed model
     */
    public Optional<Distribution> generatorLateness() {
        return generatorLateness;
    }

    /**
     * Returns the response times without what other processes took, for operations of the closed model that last 0.2 ms or
     * longer, on Linux.
     *
     * @return the corrected times with what they rest on; empty where they are not available
     */
    public Optional<CorrectedTimes> corrected() {
        return corrected;
    }

    /**
     * Returns the distribution of {@link #corrected()}.
     *
     * @return the corrected response times, to be shown beside the raw ones; empty where they are not available
     */
    public Optional<Distribution> correctedResponseTime() {
        return corrected.map(CorrectedTimes::distribution);
    }

    /**
     * Returns the shortest response time.
     *
     * @return the minimum
     * @throws IllegalStateException if there are no samples
     */
    public Duration min() {
        return responseTime.min();
    }

    /**
     * Returns the mean response time.
     *
     * @return the arithmetic mean
     * @throws IllegalStateException if there are no samples
     */
    public Duration mean() {
        return responseTime.mean();
    }

    /**
     * Returns the longest response time.
     *
     * @return the maximum
     * @throws IllegalStateException if there are no samples
     */
    public Duration max() {
        return responseTime.max();
    }

    /**
     * Returns a percentile of the response times.
     *
     * @param percentile which one, 0 to 100
     * @return the time of the nearest rank
     * @throws IllegalArgumentException if the percentile is not within 0 and 100
     * @throws IllegalStateException if there are no samples
     */
    public Duration percentile(double percentile) {
        return responseTime.percentile(percentile);
    }

    /**
     * Returns between which times a percentile lies, see {@link Distribution#percentileInterval(double, double)}.
     *
     * @param percentile which one, above 0 and below 100
     * @param confidence how sure it is, above 0 and below 1
     * @return the interval in nanoseconds; empty if the sample is too small for one
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public Optional<Interval> percentileInterval(double percentile, double confidence) {
        return responseTime.percentileInterval(percentile, confidence);
    }

    /**
     * Returns between which times the mean lies: the run is cut into at most 32 blocks of time over all users, and their
     * sums give the variance, with Student's t. It is approximate: for few samples with rare long ones it is too narrow.
     *
     * @param confidence how sure it is, above 0 and below 1
     * @return the interval in nanoseconds; empty if there are fewer than two blocks with samples
     * @throws IllegalArgumentException if the confidence is out of its range
     */
    public Optional<Interval> meanInterval(double confidence) {
        Distribution.checkConfidence(confidence);
        return timeline.meanInterval(confidence);
    }

    /**
     * Returns how likely such a mean is if the system's mean is at most a limit, by the blocks of
     * {@link #meanInterval(double)}.
     *
     * @param nanos the limit in nanoseconds
     * @return the probability, 0 to 1; 1 if there are too few blocks
     */
    public double meanLikelihoodAtMost(double nanos) {
        return timeline.meanLikelihoodAtMost(nanos);
    }

    /**
     * Returns the curve of all percentiles.
     *
     * @return points of ascending percentile from 0 to 100; empty if there are no samples
     */
    public List<PercentilePoint> percentileCurve() {
        return responseTime.percentileCurve();
    }

    /**
     * Returns what happened when.
     *
     * @return at most 128 slices of equal width from the start of the run on, without a gap
     */
    public List<Slot> timeline() {
        return timeline.slots();
    }

    /** Adds what happened when to a longer run, in which this one began at an offset. */
    void addTo(Timeline longer, long offset) {
        longer.addAfter(offset, timeline);
    }
}
