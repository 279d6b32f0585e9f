package io.leadfactory.perf.judge;

/** The outcome of a judgement. Only {@link #PASS} is green: INCONCLUSIVE is never counted as passed. */
public enum Verdict {
    /** The figure is within its limit, and the sample is large enough to say so. */
    PASS,
    /** The figure is outside its limit. */
    FAIL,
    /** The sample or the machine does not allow a verdict; the finding's reason says why. */
    INCONCLUSIVE;

    /**
     * Returns the verdict of both together: FAIL wins over INCONCLUSIVE, which wins over PASS.
     *
     * @param other the verdict to combine with
     * @return the worse of the two
     */
    public Verdict and(Verdict other) {
        if (this == FAIL || other == FAIL) {
            return FAIL;
        }
        return this == INCONCLUSIVE || other == INCONCLUSIVE ? INCONCLUSIVE : PASS;
    }
}
