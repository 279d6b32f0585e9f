package io.leadfactory.perf.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what one user's operations did, without allocation as long as they succeed. For one thread; hand it over
 * to {@link Measurement.Builder#add(Recorder)} after the thread is joined.
 */
public final class Recorder {
    static final int FIRST_ERRORS = 10;

    record Failure(long offset, Throwable error) {}

    private final Times response = new Times();
    private final Times service;
    private final Times lag;
    private final boolean open;
    private final Timeline timeline = new Timeline();
    private final Batch batch = new Batch();
    private final Map<String, Long> errorsByType = new TreeMap<>();
    private final List<Failure> firstErrors = new ArrayList<>();
    private final @Nullable Times lateness;
    private @Nullable Corrections corrections;
    private final Generator generator;
    private long errors;
    private long unexpectedErrors;

    private Recorder(boolean open, Generator generator) {
        this.open = open;
        this.generator = generator;
        this.service = open ? new Times() : response;
        this.lag = open ? new Times() : response;
        this.lateness = open ? new Times() : null;
    }

    /**
     * Returns a recorder for a user of the closed model.
     *
     * @return an empty recorder
     */
    public static Recorder closed() {
        return new Recorder(false, new Generator());
    }

    /**
     * Returns a recorder for a user of the open model, which keeps service time and schedule lag apart.
     *
     * @return an empty recorder
     */
    public static Recorder open() {
        return new Recorder(true, new Generator());
    }

    /**
     * Returns a recorder that holds what recorders elsewhere took down together, as another process or machine did.
     *
     * @param response the response times; empty if no operation succeeded
     * @param service the service times; empty in the closed model
     * @param lag the schedule lags; empty in the closed model
     * @param timeline the slices of time
     * @param errorsByType the errors by their class
     * @param unexpected how many of them nobody expected
     * @return a recorder without the first errors themselves, of which only the numbers are left
     * @throws IllegalArgumentException if the slices are not those of a {@link Measurement#timeline()}
     */
    public static Recorder restored(
            Optional<Distribution> response,
            Optional<Distribution> service,
            Optional<Distribution> lag,
            List<Slot> timeline,
            Map<String, Long> errorsByType,
            long unexpected) {
        Recorder recorder = new Recorder(service.isPresent(), new Generator());
        response.ifPresent(recorder.response::add);
        if (recorder.open) {
            service.ifPresent(recorder.service::add);
            lag.ifPresent(recorder.lag::add);
        }
        recorder.timeline.add(timeline);
        errorsByType.forEach((type, count) -> recorder.errorsByType.merge(type, count, Long::sum));
        recorder.errors =
                errorsByType.values().stream().mapToLong(Long::longValue).sum();
        recorder.unexpectedErrors = unexpected;
        return recorder;
    }

    /**
     * Takes down an operation that succeeded.
     *
     * @param ended when it ended, in nanoseconds from the start of the measurement
     * @param nanos how long it took
     * @throws IllegalStateException if the recorder is one of the open model
     */
    public void record(long ended, long nanos) {
        if (!batch.isFor(ended)) {
            begin(ended);
        }
        batch.put(nanos);
    }

    private void begin(long ended) {
        if (open) {
            throw new IllegalStateException(
                    "in the open model an operation has an instant at which it was due: use recordDue");
        }
        settle();
        timeline.begin(batch, ended);
    }

    private void settle() {
        batch.settle(response, timeline);
    }

    /**
     * Takes down an operation of the open model that succeeded. Its response time is from due to ended, its service time
     * from began to ended, and its schedule lag from due to began.
     *
     * @param due when it was due, in nanoseconds from the start of the measurement
     * @param began when it began
     * @param ended when it ended
     * @throws IllegalStateException if the recorder is one of the closed model
     */
    public void recordDue(long due, long began, long ended) {
        if (!open) {
            throw new IllegalStateException("in the closed model no operation is due: use record");
        }
        response.record(ended - due);
        service.record(ended - began);
        lag.record(began - due);
        timeline.record(ended, ended - due);
        if (lateness != null) {
            lateness.record(generator.lateness(due, began, ended));
        }
    }

    /**
     * Returns a recorder for another operation of the same user.
     *
     * @return an empty recorder of the same load model
     */
    public Recorder beside() {
        return new Recorder(open, generator);
    }

    /**
     * Makes the recorder keep a second time of each operation, without what other processes took. To be called before the
     * first operation is taken down; allocates.
     *
     * @throws IllegalStateException if the recorder is one of the open model, whose operations delay each other
     */
    public void keepCorrected() {
        if (open) {
            throw new IllegalStateException("in the open model one operation's delay is part of the next one's time");
        }
        corrections = new Corrections();
    }

    /**
     * Takes down the corrected time of an operation that {@link #record(long, long)} took down, in any order.
     *
     * @param ended when it ended, in nanoseconds from the start of the measurement
     * @param nanos how long it took, without what other processes took
     * @param unhindered how long it took without any waiting for a core
     * @throws IllegalStateException if the recorder was not told to keep corrected times
     */
    public void recordCorrected(long ended, long nanos, long unhindered) {
        if (corrections == null) {
            throw new IllegalStateException("the recorder keeps no corrected times: call keepCorrected() first");
        }
        corrections.record(ended, nanos, unhindered);
    }

    /**
     * Takes down an operation that failed.
     *
     * @param ended when it ended, in nanoseconds from the start of the measurement
     * @param error what it threw
     * @param expected whether such an error is part of the scenario
     */
    public void fail(long ended, Throwable error, boolean expected) {
        errors++;
        if (!expected) {
            unexpectedErrors++;
        }
        timeline.fail(ended);
        generator.ended(ended);
        errorsByType.merge(error.getClass().getName(), 1L, Long::sum);
        if (firstErrors.size() < FIRST_ERRORS) {
            firstErrors.add(new Failure(ended, error));
        }
    }

    /**
     * Returns how many operations failed.
     *
     * @return operations that were taken down by {@link #fail}
     */
    public long errors() {
        return errors;
    }

    /**
     * Returns how many operations failed with an error that the scenario does not expect.
     *
     * @return at most {@link #errors()}
     */
    public long unexpectedErrors() {
        return unexpectedErrors;
    }

    boolean isOpen() {
        return open;
    }

    Times response() {
        settle();
        return response;
    }

    /**
     * Returns how long the operations that succeeded took from their begins to their ends, all together.
     *
     * @return nanoseconds
     */
    public double timedNanos() {
        return service().sum();
    }

    Times service() {
        return open ? service : response();
    }

    Times lag() {
        return lag;
    }

    @Nullable
    Times lateness() {
        return lateness;
    }

    @Nullable
    Corrections corrections() {
        return corrections;
    }

    Timeline timeline() {
        settle();
        return timeline;
    }

    Map<String, Long> errorsByType() {
        return errorsByType;
    }

    List<Failure> firstErrors() {
        return firstErrors;
    }
}
