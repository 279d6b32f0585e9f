package io.leadfactory.budget.slice;

import io.leadfactory.budget.plan.BudgetStatus;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Holds, refusals, what comes back, changes of a grant and what the exposure means are linearizable: whatever the interleaving, the answers are those of
 * some order of the calls, one after the other. The room is small, so that refusals are exact or found wrong.
 *
 * <p>Each operation is one call of the engine, and each ticket is ended at most once. An operation that first draws the
 * number of a ticket and then ends it would be two: another that finds none left returns while the last still ends, and no
 * order explains it, however right the engine.
 */
@Param(name = "units", gen = IntGen.class, conf = "1:4")
@Tag("lincheck")
public class LinearizabilityTest {
    /** More of them find rarer interleavings, and take longer. */
    private static final int ITERATIONS = Integer.getInteger("budget.lincheck.iterations", 4);

    private static final SliceGroup.Listener SILENT = new SliceGroup.Listener() {
        @Override
        public void reached() {}

        @Override
        public void expired(long ticket, long units, long actual) {}
    };

    private final Slice slice = new Slice(6, exposure -> meaning(exposure, 6), 4, 6);
    private final SliceGroup group = new SliceGroup(List.of(slice), SILENT);
    private final long[] tickets = {reserved(), reserved(), reserved()};

    private long reserved() {
        return group.tryReserve(1, SliceGroup.NEVER);
    }

    @Operation
    public boolean reserve(@Param(name = "units") int units) {
        return group.tryReserve(units, SliceGroup.NEVER) > 0;
    }

    @Operation
    public boolean call(@Param(name = "units") int units) {
        return slice.tryHold(1, units);
    }

    @Operation(runOnce = true)
    public long releaseFirst() {
        return group.end(tickets[0], 0);
    }

    @Operation(runOnce = true)
    public long releaseSecond() {
        return group.end(tickets[1], 0);
    }

    @Operation(runOnce = true)
    public long releaseThird() {
        return group.end(tickets[2], 0);
    }

    @Operation
    public void grant() {
        slice.grant(7, exposure -> meaning(exposure, 7), 4, 7);
    }

    @Operation
    public BudgetStatus status() {
        return slice.status();
    }

    private static BudgetStatus meaning(long exposure, long stop) {
        return exposure < 4 ? BudgetStatus.OK : exposure < stop ? BudgetStatus.WARNING : BudgetStatus.STOP;
    }

    @Operation
    public long exposure() {
        return slice.exposure();
    }

    @Test
    void anyInterleaving_modelChecked_isSomeOrder() {
        new ModelCheckingOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(2)
                .check(LinearizabilityTest.class);
    }

    @Test
    void anyInterleaving_underStress_isSomeOrder() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3)
                .actorsAfter(2)
                .check(LinearizabilityTest.class);
    }
}
