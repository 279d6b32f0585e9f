package io.leadfactory.perf.measure;

import io.leadfactory.perf.machine.MachineUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a scenario did. Immutable.
 *
 * <p>Times are response times of the operations that succeeded: in the closed model from begin to end, in the open model
 * from the instant at which the operation was due. Errors are counted apart and have no time.
 */
public final class Measurement extends MeasuredTimes {
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
    private final MachineUse machine;
    private final long errors;
    private final long unexpectedErrors;
    private final Map<String, Long> errorsByType;
    private final List<Throwable> firstErrors;
    private final Map<String, Measurement> operations;

    Measurement(MeasurementParts builder) {
        this(builder, Totals.of(builder));
    }

    private Measurement(MeasurementParts builder, Totals totals) {
        super(totals, builder.correctionDoubt);
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
        this.machine = builder.machine == null ? MachineUse.unknown(builder.users) : builder.machine;
        this.errors = totals.errors();
        this.unexpectedErrors = totals.unexpectedErrors();
        this.errorsByType = totals.errorsByType();
        this.firstErrors = totals.firstErrors();
        this.operations = operations(builder);
    }

    private static Map<String, Measurement> operations(MeasurementParts builder) {
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
    public static final class Builder extends MeasurementParts {
        private Builder(String scenario) {
            super(scenario);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
