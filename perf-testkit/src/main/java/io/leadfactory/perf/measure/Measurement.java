package io.leadfactory.perf.measure;

import io.leadfactory.perf.machine.MachineUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a scenario did. Immutable.
 *
 * <p>Times are response times of the operations that succeeded: in the closed model from begin to end, in the open model
 * from the instant at which the operation was due. Errors are counted apart and have no time.
 */
public final class Measurement {
    private final String scenario;
    private final int users;
    private final boolean virtual;
    private final String loadModel;
    private final Instant startedAt;
    private final Duration elapsed;
    private final WarmUpFacts warmUp;
    private final GcActivity gc;
    private final double cpuShare;
    private final Allocation allocation;
    private final Map<String, Count> counts;
    private final Distribution responseTime;
    private final Optional<Distribution> serviceTime;
    private final Optional<Distribution> scheduleLag;
    private final Optional<Distribution> generatorLateness;
    private final Optional<CorrectedTimes> corrected;
    private final MachineUse machine;
    private final Timeline timeline;
    private final long errors;
    private final long unexpectedErrors;
    private final Map<String, Long> errorsByType;
    private final List<Throwable> firstErrors;
    private final Map<String, Measurement> operations;

    private Measurement(Builder builder) {
        this.scenario = builder.scenario;
        this.users = builder.users;
        this.virtual = builder.virtual;
        this.loadModel = builder.loadModel;
        this.startedAt = builder.startedAt;
        this.elapsed = builder.elapsed;
        this.warmUp = builder.warmUp;
        this.gc = builder.gc;
        this.cpuShare = builder.cpuShare;
        this.allocation = builder.allocation;
        this.counts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.counts));

        Times response = new Times();
        Times service = new Times();
        Times lag = new Times();
        Times lateness = new Times();
        Corrections corrections = new Corrections();
        Timeline slots = new Timeline();
        TreeMap<String, Long> types = new TreeMap<>();
        List<Recorder.Failure> failures = new ArrayList<>();
        long failed = 0;
        long unexpected = 0;
        boolean open = false;
        long offset = 0;
        for (Measurement part : builder.joined) {
            response.add(part.responseTime);
            part.serviceTime.ifPresent(service::add);
            part.scheduleLag.ifPresent(lag::add);
            part.generatorLateness.ifPresent(lateness::add);
            open |= part.serviceTime.isPresent();
            slots.addAfter(offset, part.timeline);
            part.errorsByType.forEach((type, count) -> types.merge(type, count, Long::sum));
            for (Throwable error : part.firstErrors) {
                failures.add(new Recorder.Failure(offset, error));
            }
            failed += part.errors;
            unexpected += part.unexpectedErrors;
            offset += part.elapsed.toNanos();
        }
        for (Recorder recorder : builder.recorders) {
            response.add(recorder.response());
            if (recorder.isOpen()) {
                open = true;
                service.add(recorder.service());
                lag.add(recorder.lag());
            }
            if (recorder.lateness() != null) {
                lateness.add(recorder.lateness());
            }
            if (recorder.corrections() != null) {
                corrections.add(recorder.corrections());
            }
            slots.add(recorder.timeline());
            recorder.errorsByType().forEach((type, count) -> types.merge(type, count, Long::sum));
            failures.addAll(recorder.firstErrors());
            failed += recorder.errors();
            unexpected += recorder.unexpectedErrors();
        }
        this.responseTime = response.distribution();
        this.serviceTime = open ? Optional.of(service.distribution()) : Optional.empty();
        this.scheduleLag = open ? Optional.of(lag.distribution()) : Optional.empty();
        this.generatorLateness = open ? Optional.of(lateness.distribution()) : Optional.empty();
        CorrectedTimes times = new CorrectedTimes(corrections, builder.correctionDoubt);
        boolean whole = samples() > 0 && times.distribution().samples() == samples();
        this.corrected = whole ? Optional.of(times) : Optional.empty();
        this.machine = builder.machine == null ? MachineUse.unknown(builder.users) : builder.machine;
        this.timeline = slots;
        this.errors = failed;
        this.unexpectedErrors = unexpected;
        this.errorsByType = Collections.unmodifiableMap(types);
        failures.sort(Comparator.comparingLong(Recorder.Failure::offset));
        this.firstErrors = failures.stream()
                .limit(Recorder.FIRST_ERRORS)
                .map(Recorder.Failure::error)
                .toList();
        this.operations = operations(builder);
    }

    private static Map<String, Measurement> operations(Builder builder) {
        Map<String, Measurement> measurements = new LinkedHashMap<>();
        builder.operations.forEach((operation, recorders) -> {
            Builder part = new Builder(builder.scenario + " / " + operation)
                    .users(builder.users, builder.virtual)
                    .loadModel(builder.loadModel)
                    .time(builder.startedAt, builder.elapsed)
                    .warmUp(builder.warmUp);
            part.gc = builder.gc;
            part.machine = builder.machine;
            part.correctionDoubt = builder.correctionDoubt;
            recorders.forEach(part::add);
            measurements.put(operation, part.build());
        });
        return Collections.unmodifiableMap(measurements);
    }

    /**
     * Begins a measurement from recorders.
     *
     * @param scenario the scenario's name
     * @return the builder
     */
    public static Builder of(String scenario) {
        return new Builder(scenario);
    }

    /**
     * Returns which scenario was run.
     *
     * @return the scenario's name
     */
    public String scenario() {
        return scenario;
    }

    /**
     * Returns how many users worked at the same time.
     *
     * @return the number of threads
     */
    public int users() {
        return users;
    }

    /**
     * Returns whether the users were virtual threads.
     *
     * @return false if they were platform threads, also where virtual ones were wanted and the JDK has none
     */
    public boolean virtual() {
        return virtual;
    }

    /**
     * Returns how operations arrived.
     *
     * @return {@code "closed"} or {@code "open, 200 /s"}
     */
    public String loadModel() {
        return loadModel;
    }

    /**
     * Returns what each operation of a mix did; all of them together are this measurement.
     *
     * @return operation name to its measurement, in the mix's order; empty if one operation alone was measured. What a
     *     thread cost is known for all operations together only
     */
    public Map<String, Measurement> operations() {
        return operations;
    }

    /**
     * Returns what one operation of a mix did.
     *
     * @param name the operation's name in the mix
     * @return its measurement
     * @throws IllegalArgumentException if there is no such operation
     */
    public Measurement operation(String name) {
        Measurement measurement = operations.get(name);
        if (measurement == null) {
            throw new IllegalArgumentException("measurement \"" + scenario + "\" has no operation \"" + name + "\": "
                    + (operations.isEmpty() ? "it is not of a mix" : "known are " + operations.keySet()));
        }
        return measurement;
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
     * Returns how many operations failed.
     *
     * @return operations that ended with an exception, expected or not
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

    /**
     * Returns the errors by their class.
     *
     * @return class name to count, in the names' order
     */
    public Map<String, Long> errorsByType() {
        return errorsByType;
    }

    /**
     * Returns the errors that came first.
     *
     * @return at most ten, in the order of time
     */
    public List<Throwable> firstErrors() {
        return firstErrors;
    }

    /**
     * Returns when the first operation could begin, after the warm-up.
     *
     * @return the instant by the wall clock
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * Returns the real time from the common start to the end of the last operation.
     *
     * @return the elapsed time
     */
    public Duration elapsed() {
        return elapsed;
    }

    /**
     * Returns how many operations succeeded in a second of real time.
     *
     * @return operations per second; not a number if no time elapsed
     */
    public double throughput() {
        return elapsed.isZero() ? Double.NaN : samples() * 1e9 / elapsed.toNanos();
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
     * Returns what the machine gave to the users.
     *
     * @return the use; all unknown where the system does not tell
     */
    public MachineUse machine() {
        return machine;
    }

    /**
     * Returns whether the machine, rather than the code, was the limit; {@link MachineUse#sentence()} says why.
     *
     * @return true if the users had no core in a fifth of the time in which they wanted one
     */
    public boolean machineWasTheLimit() {
        return machine.wasTheLimit();
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

    /**
     * Returns how much of the operations' time was work of their own threads' CPU.
     *
     * @return CPU time over timed time, 0 to 1; not a number if the JVM does not tell, as for virtual threads
     */
    public double cpuShare() {
        return cpuShare;
    }

    /**
     * Returns how much all threads allocated for one operation, less what a run of empty operations does.
     *
     * @return bytes per operation; not a number if the JVM does not tell
     */
    public double allocatedBytesPerOperation() {
        return allocation.bytesPerOperation();
    }

    /**
     * Returns what the operations allocated, and which threads that holds.
     *
     * @return the amount
     */
    public Allocation allocation() {
        return allocation;
    }

    /**
     * Returns how far the scenario's counters moved.
     *
     * @return counter name to count, in the scenario's order
     */
    public Map<String, Count> counts() {
        return counts;
    }

    /**
     * Returns what the collectors did during the run.
     *
     * @return collections and their time
     */
    public GcActivity gc() {
        return gc;
    }

    /**
     * Returns what the warm-up did.
     *
     * @return the facts
     */
    public WarmUpFacts warmUp() {
        return warmUp;
    }

    /**
     * Returns whether the warm-up saw a steady state.
     *
     * @return true if the warm-up's end was detected; false if its cap was over before, or nobody looked
     */
    public boolean steadyStateReached() {
        return warmUp.steadyState() == WarmUpFacts.SteadyState.REACHED;
    }

    /** Collects the parts of a {@link Measurement}. For one thread. */
    public static final class Builder {
        private final String scenario;
        private final List<Recorder> recorders = new ArrayList<>();
        private final Map<String, List<Recorder>> operations = new LinkedHashMap<>();
        private final List<Measurement> joined = new ArrayList<>();
        private int users = 1;
        private boolean virtual;
        private String loadModel = "closed";
        private Instant startedAt = Instant.EPOCH;
        private Duration elapsed = Duration.ZERO;
        private WarmUpFacts warmUp = WarmUpFacts.none();
        private GcActivity gc = GcActivity.none();
        private double cpuShare = Double.NaN;
        private Allocation allocation = Allocation.unknown();
        private final Map<String, Count> counts = new LinkedHashMap<>();
        private @Nullable MachineUse machine;
        private Optional<String> correctionDoubt = Optional.empty();

        private Builder(String scenario) {
            this.scenario = scenario;
        }

        /**
         * Adds what one user's recorder took down.
         *
         * @param recorder a recorder that nobody writes to any more
         * @return this builder
         */
        public Builder add(Recorder recorder) {
            recorders.add(recorder);
            return this;
        }

        /**
         * Adds what one user's recorder took down of one operation of a mix.
         *
         * @param operation the operation's name
         * @param recorder a recorder that nobody writes to any more
         * @return this builder
         */
        public Builder add(String operation, Recorder recorder) {
            operations.computeIfAbsent(operation, name -> new ArrayList<>()).add(recorder);
            return add(recorder);
        }

        /**
         * Adds an earlier part of the same work: its times and errors, its timeline after those of the parts before it. The
         * operations of a mix are not kept apart.
         *
         * @param part what was measured before
         * @return this builder
         */
        public Builder add(Measurement part) {
            joined.add(part);
            return this;
        }

        /**
         * Sets who worked.
         *
         * @param number how many users
         * @param asVirtual whether they were virtual threads
         * @return this builder
         */
        public Builder users(int number, boolean asVirtual) {
            users = number;
            virtual = asVirtual;
            return this;
        }

        /**
         * Sets how operations arrived.
         *
         * @param text the load model as text
         * @return this builder
         */
        public Builder loadModel(String text) {
            loadModel = text;
            return this;
        }

        /**
         * Sets when it was.
         *
         * @param instant the start by the wall clock
         * @param time the real time it took
         * @return this builder
         */
        public Builder time(Instant instant, Duration time) {
            startedAt = instant;
            elapsed = time;
            return this;
        }

        /**
         * Sets what the warm-up did.
         *
         * @param facts the facts
         * @return this builder
         */
        public Builder warmUp(WarmUpFacts facts) {
            warmUp = facts;
            return this;
        }

        /**
         * Sets what the run cost the machine.
         *
         * @param share CPU time over timed time, or not a number
         * @param allocatedBytes bytes per operation, or not a number
         * @param activity what the collectors did
         * @return this builder
         */
        public Builder cost(double share, double allocatedBytes, GcActivity activity) {
            cpuShare = share;
            allocation = new Allocation(allocatedBytes, Double.NaN, Double.NaN, AllocationReading.scope());
            gc = activity;
            return this;
        }

        /**
         * Sets how much of the operations' time was work of their own threads' CPU.
         *
         * @param share CPU time over timed time, or not a number
         * @return this builder
         */
        public Builder cpuShare(double share) {
            cpuShare = share;
            return this;
        }

        /**
         * Sets what the collectors did.
         *
         * @param activity the activity
         * @return this builder
         */
        public Builder gc(GcActivity activity) {
            gc = activity;
            return this;
        }

        /**
         * Sets what the operations allocated, more exactly than {@link #cost(double, double, GcActivity)} before it.
         *
         * @param amount the amount
         * @return this builder
         */
        public Builder allocation(Allocation amount) {
            allocation = amount;
            return this;
        }

        /**
         * Adds how far a counter moved.
         *
         * @param counter the counter's name
         * @param count how far
         * @return this builder
         */
        public Builder count(String counter, Count count) {
            counts.put(counter, count);
            return this;
        }

        /**
         * Sets what the machine gave to the users.
         *
         * @param use the use
         * @param doubt why no verdict may rest on corrected times; empty if one may
         * @return this builder
         */
        public Builder machine(MachineUse use, Optional<String> doubt) {
            machine = use;
            correctionDoubt = doubt;
            return this;
        }

        /**
         * Builds the measurement.
         *
         * @return the measurement
         */
        public Measurement build() {
            return new Measurement(this);
        }
    }
}
