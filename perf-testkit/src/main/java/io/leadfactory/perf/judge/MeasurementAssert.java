package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Bytes;
import io.leadfactory.perf.define.Percent;
import io.leadfactory.perf.define.Rate;
import io.leadfactory.perf.measure.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;

/**
 * Assertions on one measurement, each judged at once by the rules of {@link Judge}. For one thread.
 *
 * <p>A measurement with errors that its scenario does not expect fails the first assertion, whatever that is on; who wants
 * to allow some, says so first: {@code assertThat(measurement).errors().isAtMost(3).p95().isBelow(..)}.
 */
public final class MeasurementAssert {
    private final Measurement measurement;
    private final Consumer<Judgement> receiver;
    private final List<Limit> allowedErrors = new ArrayList<>();
    private boolean errorsTold;

    private MeasurementAssert(Measurement measurement, Consumer<Judgement> receiver) {
        this.measurement = measurement;
        this.receiver = receiver;
    }

    /**
     * Begins assertions whose judgements go to somebody.
     *
     * @param measurement what was measured
     * @param receiver takes each judgement: {@link Judgement#assertPassed()} makes it an assertion, a list keeps it
     * @return the assertions
     */
    public static MeasurementAssert of(Measurement measurement, Consumer<Judgement> receiver) {
        return new MeasurementAssert(measurement, receiver);
    }

    /**
     * Goes on with one operation of a mix; errors that were allowed before are not allowed for it.
     *
     * @param name the operation's name in the mix
     * @return its assertions
     * @throws IllegalArgumentException if there is no such operation
     */
    public MeasurementAssert operation(String name) {
        return new MeasurementAssert(measurement.operation(name), receiver);
    }

    /**
     * Goes on with the mean time.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> mean() {
        return time(Metric.MEAN);
    }

    /**
     * Goes on with the median time, which wants at least 6 samples.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> p50() {
        return time(Metric.P50);
    }

    /**
     * Goes on with the 90th percentile, which wants at least 29 samples.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> p90() {
        return percentile(90);
    }

    /**
     * Goes on with the 95th percentile, which wants at least 59 samples.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> p95() {
        return time(Metric.P95);
    }

    /**
     * Goes on with the 99th percentile, which wants at least 299 samples.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> p99() {
        return time(Metric.P99);
    }

    /**
     * Goes on with the 99.9th percentile, which wants at least 2 995 samples.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> p999() {
        return percentile(99.9);
    }

    /**
     * Goes on with the 99.99th percentile, which wants at least 29 956 samples.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> p9999() {
        return percentile(99.99);
    }

    /**
     * Goes on with any percentile. A sample that is too small for it is INCONCLUSIVE, and the message says how many are
     * needed.
     *
     * @param percentile which one, above 0 and below 100, {@code 99.5}
     * @return what can be said of it
     * @throws IllegalArgumentException if the percentile is out of its range
     */
    public LimitAssert<Duration, MeasurementAssert> percentile(double percentile) {
        return time(Metric.percentile(percentile));
    }

    /**
     * Goes on with the longest time.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> max() {
        return time(Metric.MAX);
    }

    /**
     * Goes on with the real time of the whole run.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> elapsed() {
        return time(Metric.ELAPSED);
    }

    /**
     * Goes on with the successful operations in a second of real time.
     *
     * @return what can be said of it
     */
    public LimitAssert<Rate, MeasurementAssert> throughput() {
        return new LimitAssert<>(Metric.THROUGHPUT, Rate::perSecond, this::check);
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
    public LimitAssert<Bytes, MeasurementAssert> allocatedPerOperation() {
        return new LimitAssert<>(Metric.ALLOCATED, amount -> (double) amount.count(), this::check);
    }

    /**
     * Goes on with how far a counter of the scenario moved for one operation: assertions that never flake.
     *
     * @param counter the counter's name in the scenario
     * @return what can be said of it
     */
    public LimitAssert<Number, MeasurementAssert> perOperation(String counter) {
        return number(Metric.perOperation(counter));
    }

    /**
     * Goes on with how far a counter of the scenario moved over the whole run.
     *
     * @param counter the counter's name in the scenario
     * @return what can be said of it
     */
    public LimitAssert<Number, MeasurementAssert> inAll(String counter) {
        return number(Metric.inAll(counter));
    }

    /**
     * Goes on with how often a collector stopped the application.
     *
     * @return what can be said of it
     */
    public LimitAssert<Number, MeasurementAssert> gcPauses() {
        return number(Metric.GC_PAUSES);
    }

    /**
     * Goes on with for how long collectors stopped the application in all, in whole milliseconds.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> gcPauseTime() {
        return time(Metric.GC_PAUSE_TIME);
    }

    /**
     * Goes on with the longest single stop by a collector, in whole milliseconds.
     *
     * @return what can be said of it
     */
    public LimitAssert<Duration, MeasurementAssert> longestGcPause() {
        return time(Metric.LONGEST_GC_PAUSE);
    }

    private LimitAssert<Number, MeasurementAssert> number(Metric metric) {
        return new LimitAssert<>(metric, Number::doubleValue, this::check);
    }

    private LimitAssert<Duration, MeasurementAssert> time(Metric metric) {
        return new LimitAssert<>(metric, time -> (double) time.toNanos(), this::check);
    }

    private MeasurementAssert check(List<Limit> wanted) {
        List<Limit> limits = new ArrayList<>(allowedErrors);
        limits.addAll(wanted);
        Judgement judgement = Judge.judge(measurement, limits);
        // Where failures are collected, errors that nobody allowed are told once and not with every limit.
        receiver.accept(errorsTold || !allowedErrors.isEmpty() ? judgement.without(Metric.ERRORS) : judgement);
        errorsTold |= measurement.unexpectedErrors() > 0;
        return this;
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
            return allow(Limit.atMost(Metric.ERRORS, (double) number));
        }

        /**
         * Asserts that not too large a share of all operations failed, and allows so many for the assertions that follow.
         *
         * @param share the share of all operations, those that failed included
         * @return the measurement's assertions
         * @throws AssertionFailedError with the first error as its cause, if there are more
         */
        public MeasurementAssert isAtMost(Percent share) {
            long operations = measurement.samples() + measurement.errors();
            return isAtMost((long) Math.floor(operations * share.share()));
        }

        private MeasurementAssert allow(Limit limit) {
            receiver.accept(Judge.judge(measurement, limit));
            allowedErrors.clear();
            allowedErrors.add(limit);
            return MeasurementAssert.this;
        }
    }
}
