package io.leadfactory.budget.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** What a call on a line allocates, the ticket kept in a field included: nothing. */
class AllocationTest {
    private static final int CALLS = 200_000;
    // What the virtual machine itself allocates in a thread now and then.
    private static final double NOISE = 0.05;

    private final BudgetMonitor monitor = BudgetMonitor.builder()
            .budget(Budget.named("a").limit("9000000000").per(Period.day()).build())
            .budget(Budget.named("b").limit("9000000000").build())
            .budget(Budget.named("c").limit("9000000000").per(Period.month()).build())
            .budget(Budget.named("d").limit("9000000000").build())
            .budget(Budget.named("full")
                    .limit("0.000000001")
                    .stopAt("1")
                    .warnAt("1")
                    .build())
            .timeToLive(Duration.ofHours(1))
            .build();
    private long kept;

    @Test
    void reserveAndCommit_one_allocatesNothing() {
        BudgetLine line = monitor.line("a");
        assertAllocatesNothing(i -> {
            kept = line.tryReserve(100);
            line.commit(kept, i % 100);
            return kept;
        });
    }

    @Test
    void reserveAndRelease_four_allocatesNothing() {
        BudgetLine line = monitor.line("a", "b", "c", "d");
        assertAllocatesNothing(i -> {
            kept = line.tryReserve(100);
            line.release(kept);
            return kept;
        });
    }

    @Test
    void refusalAndStatus_allocateNothing() {
        BudgetLine line = monitor.line("full");
        line.reserve(1);
        assertAllocatesNothing(i -> line.tryReserve(1) + (line.status() == BudgetStatus.STOP ? 1 : 0));
    }

    private static void assertAllocatesNothing(LongUnaryOperator call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        double perCall = Double.MAX_VALUE;
        for (int round = 0; round < 5 && perCall > NOISE; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                sum += call.applyAsLong(i);
            }
            perCall = (threads.getCurrentThreadAllocatedBytes() - before) / (double) CALLS;
        }
        assertThat(perCall).describedAs("bytes per call, with a sum of %d", sum).isLessThanOrEqualTo(NOISE);
    }
}
