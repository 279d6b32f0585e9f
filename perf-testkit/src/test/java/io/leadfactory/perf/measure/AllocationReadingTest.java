package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AllocationReadingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static AllocationReading living() {
        return AllocationReading.ofLiving(THREADS, 0);
    }

    private static Thread waiting(CountDownLatch end) {
        Thread thread = new Thread(() -> {
            try {
                end.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void unseenUntil_threadsThatEnded_areCountedHoweverOldTheyAre() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread old = waiting(end);
        AllocationReading before = living();
        Thread young = waiting(end);
        end.countDown();
        old.join();
        young.join();
        assertThat(before.unseenUntil(living())).isGreaterThanOrEqualTo(2);
    }

    @Test
    void unseenUntil_sameReading_isNone() {
        AllocationReading before = living();
        assertThat(before.unseenUntil(before)).isZero();
    }
}
