package io.leadfactory.perf.run;

import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.UserOperation;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Allocation;
import io.leadfactory.perf.measure.AllocationReading;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.GcWatch;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.TimeSource;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one run costs beside time: allocation, collections, and whatever the scenario counts. Read at the gates, while no
 * operation runs. For one run.
 *
 * <p>Allocation is subtracted by a control: the same users do as many empty operations, up to {@value #CONTROL_OPERATIONS},
 * and what all threads allocate meanwhile is the harness's own. The smaller of two controls is taken, because whatever else
 * goes on in the JVM can only add to one.
 */
final class CostOfRun {
    private static final long CONTROL_OPERATIONS = 1_000;
    private static final int MANY_USERS = 64;

    private final Scenario scenario;
    private final long[] before;
    private final long[] after;
    private @Nullable GcWatch collectors;
    private long watcher;
    private boolean controlled = true;
    private AllocationReading allocationBefore = AllocationReading.now(0);
    private AllocationReading allocationAfter = allocationBefore;

    CostOfRun(Scenario scenario) {
        this.scenario = scenario;
        this.before = new long[scenario.counters().size()];
        this.after = new long[scenario.counters().size()];
    }

    /** Begins to watch the collectors, from the thread that waits for the run and whose own doing is not counted. */
    @SuppressWarnings("deprecation") // threadId() is not there on 17.
    void watch() {
        watcher = Thread.currentThread().getId();
        if (!isControl()) {
            collectors = GcWatch.open();
        }
    }

    /** Leaves the allocation unknown, which saves the control. */
    void withoutControl() {
        controlled = false;
    }

    void begin() {
        read(before);
        if (collectors != null) {
            collectors.begin();
        }
        allocationBefore = AllocationReading.now(watcher);
    }

    void end() {
        allocationAfter = AllocationReading.now(watcher);
        if (collectors != null) {
            collectors.end();
        }
        read(after);
    }

    void close() {
        if (collectors != null) {
            collectors.close();
        }
    }

    double allocatedBytes() {
        return allocationBefore.until(allocationAfter);
    }

    /** Adds what was read; the users' own part and what they did beside their operations come from the workers. */
    void addTo(Measurement.Builder measurement, double usersBytes, double excludedBytes, long operations) {
        int index = 0;
        for (String name : scenario.counters().keySet()) {
            measurement.count(name, new Count(after[index] - before[index], operations));
            index++;
        }
        if (collectors != null) {
            measurement.gc(collectors.activity());
        }
        if (controlled && !isControl()) {
            Allocation amount =
                    Allocation.of(allocatedBytes() - excludedBytes, usersBytes, control(operations), operations);
            measurement.allocation(
                    allocationBefore.unseenUntil(allocationAfter) > 0 ? amount.withUnseenThreads() : amount);
        }
    }

    private void read(long[] values) {
        int index = 0;
        for (Map.Entry<String, LongSupplier> counter : scenario.counters().entrySet()) {
            try {
                values[index++] = counter.getValue().getAsLong();
            } catch (RuntimeException error) {
                throw new PerfException(
                        "counter \"" + counter.getKey() + "\" of scenario \"" + scenario.name() + "\" cannot be read: "
                                + error,
                        error);
            }
        }
    }

    private boolean isControl() {
        return scenario.operation() == Control.NOTHING;
    }

    private double control(long operations) {
        if (operations == 0) {
            return 0;
        }
        double one = Control.bytes(scenario, operations);
        return scenario.users() > MANY_USERS ? one : Math.min(one, Control.bytes(scenario, operations));
    }

    /** A run of empty operations. */
    private static final class Control {
        private static final UserOperation NOTHING = user -> {};

        private static double bytes(Scenario of, long operations) {
            Scenario.Builder empty = Scenario.named("control of " + of.name())
                    .operation(NOTHING)
                    .warmUp(WarmUp.none())
                    .iterations(Math.max(of.users(), Math.min(operations, CONTROL_OPERATIONS)));
            Scenario control = of.virtual()
                    ? empty.virtualUsers(of.users()).build()
                    : empty.users(of.users()).build();
            return new ScenarioRun(control, WarmUp.none(), TimeSource.system(), (phase, fraction) -> {}).controlBytes();
        }
    }
}
