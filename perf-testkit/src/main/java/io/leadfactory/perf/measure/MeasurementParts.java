package io.leadfactory.perf.measure;

import io.leadfactory.perf.machine.MachineUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link Measurement} while they are collected. For one thread. */
abstract sealed class MeasurementParts permits Measurement.Builder {
    final String scenario;
    final List<Recorder> recorders = new ArrayList<>();
    final Map<String, List<Recorder>> operations = new LinkedHashMap<>();
    final List<Measurement> joined = new ArrayList<>();
    int users = 1;
    boolean virtual;
    String loadModel = "closed";
    Instant startedAt = Instant.EPOCH;
    Duration elapsed = Duration.ZERO;
    WarmUpFacts warmUp = WarmUpFacts.none();
    GcActivity gc = GcActivity.none();
    double cpuShare = Double.NaN;
    Allocation allocation = Allocation.unknown();
    final Map<String, Count> counts = new LinkedHashMap<>();

    @Nullable
    MachineUse machine;

    Optional<String> correctionDoubt = Optional.empty();

    MeasurementParts(String scenario) {
        this.scenario = scenario;
    }

    abstract Measurement.Builder self();

    /**
     * Adds what one user's recorder took down.
     *
     * @param recorder a recorder that nobody writes to any more
     * @return this builder
     */
    public Measurement.Builder add(Recorder recorder) {
        recorders.add(recorder);
        return self();
    }

    /**
     * Adds what one user's recorder took down of one operation of a mix.
     *
     * @param operation the operation's name
     * @param recorder a recorder that nobody writes to any more
     * @return this builder
     */
    public Measurement.Builder add(String operation, Recorder recorder) {
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
    public Measurement.Builder add(Measurement part) {
        joined.add(part);
        return self();
    }

    /**
     * Sets who worked.
     *
     * @param number how many users
     * @param asVirtual whether they were virtual threads
     * @return this builder
     */
    public Measurement.Builder users(int number, boolean asVirtual) {
        users = number;
        virtual = asVirtual;
        return self();
    }

    /**
     * Sets how operations arrived.
     *
     * @param text the load model as text
     * @return this builder
     */
    public Measurement.Builder loadModel(String text) {
        loadModel = text;
        return self();
    }

    /**
     * Sets when it was.
     *
     * @param instant the start by the wall clock
     * @param time the real time it took
     * @return this builder
     */
    public Measurement.Builder time(Instant instant, Duration time) {
        startedAt = instant;
        elapsed = time;
        return self();
    }

    /**
     * Sets what the warm-up did.
     *
     * @param facts the facts
     * @return this builder
     */
    public Measurement.Builder warmUp(WarmUpFacts facts) {
        warmUp = facts;
        return self();
    }

    /**
     * Sets what the run cost the machine.
     *
     * @param share CPU time over timed time, or not a number
     * @param allocatedBytes bytes per operation, or not a number
     * @param activity what the collectors did
     * @return this builder
     */
    public Measurement.Builder cost(double share, double allocatedBytes, GcActivity activity) {
        cpuShare = share;
        allocation = new Allocation(allocatedBytes, Double.NaN, Double.NaN, AllocationReading.scope());
        gc = activity;
        return self();
    }

    /**
     * Sets how much of the operations' time was work of their own threads' CPU.
     *
     * @param share CPU time over timed time, or not a number
     * @return this builder
     */
    public Measurement.Builder cpuShare(double share) {
        cpuShare = share;
        return self();
    }

    /**
     * Sets what the collectors did.
     *
     * @param activity the activity
     * @return this builder
     */
    public Measurement.Builder gc(GcActivity activity) {
        gc = activity;
        return self();
    }

    /**
     * Sets what the operations allocated, more exactly than {@link #cost(double, double, GcActivity)} before it.
     *
     * @param amount the amount
     * @return this builder
     */
    public Measurement.Builder allocation(Allocation amount) {
        allocation = amount;
        return self();
    }

    /**
     * Adds how far a counter moved.
     *
     * @param counter the counter's name
     * @param count how far
     * @return this builder
     */
    public Measurement.Builder count(String counter, Count count) {
        counts.put(counter, count);
        return self();
    }

    /**
     * Sets what the machine gave to the users.
     *
     * @param use the use
     * @param doubt why no verdict may rest on corrected times; empty if one may
     * @return this builder
     */
    public Measurement.Builder machine(MachineUse use, Optional<String> doubt) {
        machine = use;
        correctionDoubt = doubt;
        return self();
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
