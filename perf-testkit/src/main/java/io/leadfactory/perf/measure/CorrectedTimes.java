package io.leadfactory.perf.measure;

import java.util.Optional;

/**
 * The response times of a run without the time that other processes took. Immutable.
 *
 * <p>While a thread could have run but had no core, somebody else had it. Of an operation's time the share of this waiting
 * is taken off that processes outside the system under test have caused, see
 * {@link io.leadfactory.perf.machine.HostActivity#foreignShare(double)}; what one's own threads caused is the load under
 * test and stays. The result is never shorter than the CPU time that the operation itself used, and the raw times stand
 * beside it always.
 */
public final class CorrectedTimes {
    private final Distribution distribution;
    private final Distribution unhindered;
    private final Timeline timeline;
    private final Optional<String> doubt;

    CorrectedTimes(Corrections corrections, Optional<String> doubt) {
        this.distribution = corrections.times().distribution();
        this.unhindered = corrections.unhindered().distribution();
        this.timeline = corrections.timeline();
        this.doubt = doubt;
    }

    /**
     * Returns the corrected times, as many as raw ones.
     *
     * @return the distribution
     */
    public Distribution distribution() {
        return distribution;
    }

    /**
     * Returns the times without any waiting for a core, whoever caused it: faster than that the operations cannot have been,
     * however quiet the machine. They are no measure of the system, only a bound.
     *
     * @return the distribution
     */
    public Distribution unhindered() {
        return unhindered;
    }

    /**
     * Returns between which times the corrected mean lies, as {@link Measurement#meanInterval(double)}.
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
     * Returns how likely such a corrected mean is if the system's mean is at most a limit.
     *
     * @param nanos the limit in nanoseconds
     * @return the probability, 0 to 1
     */
    public double meanLikelihoodAtMost(double nanos) {
        return timeline.meanLikelihoodAtMost(nanos);
    }

    /**
     * Returns why no verdict may rest on these times.
     *
     * @return a clause; empty if they are reliable
     */
    public Optional<String> doubt() {
        return doubt;
    }
}
