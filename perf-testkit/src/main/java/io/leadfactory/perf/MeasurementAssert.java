package io.leadfactory.perf;

import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.measure.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/**
 * Assertions on one measurement, each judged at once by the rules of {@link Judge}. For one thread.
 *
 * <p>A measurement with errors that its scenario does not expect fails the first assertion, whatever that is on; who wants
 * to allow some, says so first: {@code assertThat(measurement).errors().isAtMost(3).p95().isBelow(..)}.
 */
public final class MeasurementAssert {
    private final Measurement measurement;
    private final List<Limit> allowedErrors = new ArrayList<>();

    MeasurementAssert(Measurement measurement) {
        this.measurement = measurement;
    }

    /**
     * Goes on with the mean time.
     *
     * @return what can be said of it
     */
    public TimeAssert mean() {
        return new TimeAssert(Metric.MEAN);
    }

    /**
     * Goes on with the median time.
     *
     * @return what can be said of it
     */
    public TimeAssert p50() {
        return new TimeAssert(Metric.P50);
    }

    /**
     * Goes on with the 95th percentile, which wants at least 59 samples.
     *
     * @return what can be said of it
     */
    public TimeAssert p95() {
        return new TimeAssert(Metric.P95);
    }

    /**
     * Goes on with the 99th percentile, which wants at least 299 samples.
     *
     * @return what can be said of it
     */
    public TimeAssert p99() {
        return new TimeAssert(Metric.P99);
    }

    /**
     * Goes on with the longest time.
     *
     * @return what can be said of it
     */
    public TimeAssert max() {
        return new TimeAssert(Metric.MAX);
    }

    /**
     * Goes on with the real time of the whole run.
     *
     * @return what can be said of it
     */
    public TimeAssert elapsed() {
        return new TimeAssert(Metric.ELAPSED);
    }

    /**
     * Goes on with the successful operations in a second of real time.
     *
     * @return what can be said of it
     */
    public RateAssert throughput() {
        return new RateAssert();
    }

    /**
     * Goes on with the errors that the scenario does not expect.
     *
     * @return what can be said of them
     */
    public ErrorsAssert errors() {
        return new ErrorsAssert();
    }

    /**
     * Goes on with the bytes that all threads allocated for one operation.
     *
     * @return what can be said of them
     */
    public CostAssert allocatedPerOperation() {
        return new CostAssert(Metric.ALLOCATED, this::checkAll);
    }

    /**
     * Goes on with how far a counter of the scenario moved for one operation: assertions that never flake.
     *
     * @param counter the counter's name in the scenario
     * @return what can be said of it
     */
    public CostAssert perOperation(String counter) {
        return new CostAssert(Metric.perOperation(counter), this::checkAll);
    }

    /**
     * Goes on with how far a counter of the scenario moved over the whole run.
     *
     * @param counter the counter's name in the scenario
     * @return what can be said of it
     */
    public CostAssert inAll(String counter) {
        return new CostAssert(Metric.inAll(counter), this::checkAll);
    }

    /**
     * Goes on with how often a collector stopped the application.
     *
     * @return what can be said of it
     */
    public CostAssert gcPauses() {
        return new CostAssert(Metric.GC_PAUSES, this::checkAll);
    }

    /**
     * Goes on with for how long collectors stopped the application in all, in whole milliseconds.
     *
     * @return what can be said of it
     */
    public TimeAssert gcPauseTime() {
        return new TimeAssert(Metric.GC_PAUSE_TIME);
    }

    /**
     * Goes on with the longest single stop by a collector, in whole milliseconds.
     *
     * @return what can be said of it
     */
    public TimeAssert longestGcPause() {
        return new TimeAssert(Metric.LONGEST_GC_PAUSE);
    }

    private MeasurementAssert checkAll(List<Limit> more) {
        List<Limit> limits = new ArrayList<>(allowedErrors);
        limits.addAll(more);
        Judge.judge(measurement, limits).assertPassed();
        return this;
    }

    private MeasurementAssert check(Limit limit) {
        List<Limit> limits = new ArrayList<>(allowedErrors);
        limits.add(limit);
        Judgement judgement = Judge.judge(measurement, limits);
        judgement.assertPassed();
        return this;
    }

    /** What can be said of a time. For one thread. */
    public final class TimeAssert {
        private final Metric metric;

        private TimeAssert(Metric metric) {
            this.metric = metric;
        }

        /**
         * Asserts that the time is below a limit.
         *
         * @param limit the time that it must not reach
         * @return the measurement's assertions
         * @throws AssertionFailedError if it is not, or the sample does not allow to say so
         */
        public MeasurementAssert isBelow(Duration limit) {
            return check(Limit.below(metric, limit));
        }
    }

    /** What can be said of a rate. For one thread. */
    public final class RateAssert {
        private RateAssert() {}

        /**
         * Asserts that the rate is above a limit.
         *
         * @param perSecond operations in a second
         * @return the measurement's assertions
         * @throws AssertionFailedError if it is not
         */
        public MeasurementAssert isAbove(double perSecond) {
            return check(Limit.above(Metric.THROUGHPUT, perSecond));
        }
    }

    /** What can be said of errors. For one thread. */
    public final class ErrorsAssert {
        private ErrorsAssert() {}

        /**
         * Asserts that there are none.
         *
         * @return the measurement's assertions
         * @throws AssertionFailedError with the first error as its cause, if there are some
         */
        public MeasurementAssert isZero() {
            return isAtMost(0);
        }

        /**
         * Asserts that there are not too many, and allows so many for the assertions that follow.
         *
         * @param number how many are allowed
         * @return the measurement's assertions
         * @throws AssertionFailedError with the first error as its cause, if there are more
         */
        public MeasurementAssert isAtMost(long number) {
            Limit limit = Limit.atMost(Metric.ERRORS, (double) number);
            Judge.judge(measurement, limit).assertPassed();
            allowedErrors.clear();
            allowedErrors.add(limit);
            return MeasurementAssert.this;
        }
    }
}
