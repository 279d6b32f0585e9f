package io.leadfactory.budget.slice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A monitor may have a hundred thousand accounts, most of them used now and then by one thread. What is measured is what this
 * thread allocates, which no other thread disturbs, and which is at least what the accounts keep.
 */
class SliceMemoryTest {
    private static final int ACCOUNTS = 10_000;
    private static final SliceGroup.Listener SILENT = new SliceGroup.Listener() {
        @Override
        public void reached() {}

        @Override
        public void expired(long ticket, long units, long actual) {}
    };

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Slice[] slices = new Slice[ACCOUNTS];
    private long sum;

    @Test
    void slice_idle_takesLessThan200Bytes() {
        make();

        assertThat(bytesEach(this::make)).isLessThanOrEqualTo(200);
    }

    @Test
    void slice_usedByOneThread_takesLessThan300Bytes() {
        makeAndUse(1);

        double each = bytesEach(() -> makeAndUse(1)) - bytesOfGroups();

        assertThat(each).describedAs("tickets that add up to %d", sum).isBetween(100.0, 300.0);
    }

    @Test
    void slice_threeTicketsOpen_takesLessThan600Bytes() {
        makeAndUse(3);

        double each = bytesEach(() -> makeAndUse(3)) - bytesOfGroups();

        assertThat(each).describedAs("tickets that add up to %d", sum).isBetween(100.0, 600.0);
    }

    private void make() {
        for (int i = 0; i < ACCOUNTS; i++) {
            slices[i] = new Slice(1_000_000, 800_000, 1_000_000);
        }
    }

    private void makeAndUse(int tickets) {
        make();
        for (Slice slice : slices) {
            SliceGroup group = new SliceGroup(List.of(slice), SILENT);
            for (int i = 0; i < tickets; i++) {
                sum += group.tryReserve(1, SliceGroup.NEVER);
            }
        }
    }

    private double bytesOfGroups() {
        make();
        return bytesEach(() -> {
            for (Slice slice : slices) {
                SliceGroup group = new SliceGroup(List.of(slice), SILENT);
                sum += group.held(1);
            }
        });
    }

    private double bytesEach(Runnable task) {
        long before = threads.getCurrentThreadAllocatedBytes();
        task.run();
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double) ACCOUNTS;
    }
}
