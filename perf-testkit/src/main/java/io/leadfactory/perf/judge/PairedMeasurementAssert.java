package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Percent;
import io.leadfactory.perf.measure.PairedMeasurement;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;

/**
 * Assertions on a comparison, each judged at once by the rules of {@link ComparisonJudge}: what the pairs do not decide is
 * a failure that says INCONCLUSIVE. For one thread.
 */
public final class PairedMeasurementAssert {
    private final PairedMeasurement pairs;
    private final Consumer<Judgement> receiver;

    private PairedMeasurementAssert(PairedMeasurement pairs, Consumer<Judgement> receiver) {
        this.pairs = pairs;
        this.receiver = receiver;
    }

    /**
     * Begins assertions whose judgements go to somebody.
     *
     * @param pairs what was measured
     * @param receiver takes each judgement: {@link Judgement#assertPassed()} makes it an assertion, a list keeps it
     * @return the assertions
     */
    public static PairedMeasurementAssert of(PairedMeasurement pairs, Consumer<Judgement> receiver) {
        return new PairedMeasurementAssert(pairs, receiver);
    }

    /**
     * Asserts that the candidate needs no more than so much more time than the reference.
     *
     * @param tolerance how much more, best the one that the comparison's {@code tolerance(..)} named, because that is
     *     what its looks asked
     * @return these assertions
     * @throws AssertionFailedError if it needs more, or the pairs do not allow to say so
     */
    public PairedMeasurementAssert isNotSlowerThan(Percent tolerance) {
        return check(Limit.atMost(Metric.OVERHEAD, 1 + tolerance.share()));
    }

    /**
     * Asserts that the candidate saves at least so much of the reference's time.
     *
     * @param saving which part, below 100 %; 50 % is twice as fast
     * @return these assertions
     * @throws AssertionFailedError if it saves less, or the pairs do not allow to say so
     * @throws IllegalArgumentException if it is 100 % or more
     */
    public PairedMeasurementAssert isFasterThan(Percent saving) {
        if (saving.share() >= 1) {
            throw new IllegalArgumentException("a candidate saves less than 100 % of the reference's time: " + saving);
        }
        return check(Limit.atMost(Metric.OVERHEAD, 1 - saving.share()));
    }

    /**
     * Asserts how many times the reference's time the candidate takes at most, as against a
     * {@link io.leadfactory.perf.define.Ruler}.
     *
     * @param times the factor
     * @return these assertions
     * @throws AssertionFailedError if it takes more, or the pairs do not allow to say so
     */
    public PairedMeasurementAssert takesAtMost(double times) {
        return check(Limit.atMost(Metric.OVERHEAD, times));
    }

    private PairedMeasurementAssert check(Limit limit) {
        receiver.accept(ComparisonJudge.judge(pairs, limit));
        return this;
    }
}
