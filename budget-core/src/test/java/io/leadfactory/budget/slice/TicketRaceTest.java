package io.leadfactory.budget.slice;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A ticket ends exactly once, however commit, release and expiry race; and what it held is then spent or back. The room comes
 * back before the call that ended the ticket returns, and not in the same instant as others learn that it has ended.
 */
@Param(name = "which", gen = IntGen.class, conf = "0:2")
@Tag("lincheck")
public class TicketRaceTest {
    /** More of them find rarer interleavings, and take longer. */
    private static final int ITERATIONS = Integer.getInteger("budget.lincheck.iterations", 4);

    private final AtomicLong expired = new AtomicLong();
    private final SliceGroup.Listener listener = new SliceGroup.Listener() {
        @Override
        public void reached() {}

        @Override
        public void expired(long ticket, long units, long actual) {
            expired.addAndGet(units);
        }
    };
    private final Slice slice = new Slice(100, 80, 100);
    private final SliceGroup group = new SliceGroup(List.of(slice), listener);
    private final long[] tickets = {
        group.tryReserve(1, SliceGroup.NEVER), group.tryReserve(2, SliceGroup.NEVER), group.tryReserve(4, 0)
    };

    @Operation
    public boolean commit(@Param(name = "which") int which) {
        return group.end(tickets[which], 1) > 0;
    }

    @Operation
    public boolean release(@Param(name = "which") int which) {
        return group.end(tickets[which], 0) > 0;
    }

    @Operation
    public void expire() {
        group.expire(1, units -> 0);
    }

    /** The slots that became free are used again, so that a stale ticket would meet a new one. */
    @Operation
    public boolean reserve() {
        return group.tryReserve(1, SliceGroup.NEVER) > 0;
    }

    @Validate
    public void addsUp() {
        Tally tally = slice.tally();
        if (tally.spent() + tally.held() != slice.exposure() || tally.spent() != slice.spent()) {
            throw new IllegalStateException("room says %d, tickets say %s".formatted(slice.exposure(), tally));
        }
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
                .check(TicketRaceTest.class);
    }

    @Test
    void anyInterleaving_underStress_isSomeOrder() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3)
                .actorsAfter(2)
                .check(TicketRaceTest.class);
    }
}
