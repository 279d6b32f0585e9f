package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HangTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void measure_operationNeverEnds_tellsWhoWhereAndStopsEverybody(boolean virtual) {
        // All of them, so that on a slow machine none can be taken for the one that hangs.
        Set<Thread> stuck = ConcurrentHashMap.newKeySet();
        Scenario.Builder scenario = Scenario.named("s")
                .operation(() -> {
                    stuck.add(Thread.currentThread());
                    waitForAnAnswerThatNeverComes();
                })
                .warmUp(WarmUp.none())
                .iterations(3)
                .hangLimit(Duration.ofMillis(100));
        HangException hang = catchThrowableOfType(
                HangException.class,
                () -> Runner.create().measure((virtual ? scenario.virtualUsers(3) : scenario.users(3)).build()));
        assertThat(String.valueOf(hang.getMessage()).lines().findFirst().orElseThrow())
                .matches("scenario \"s\" hangs: user [012] is in one operation for \\d+ ms, the hang limit is 100 ms; "
                        + "all users ended when they were interrupted; "
                        + "raise hangLimit\\(..\\) if the operation may take so long");
        assertThat(hang.dump()).contains("\"perf-user-1\"").contains("waitForAnAnswerThatNeverComes");
        assertThat(stuck).noneMatch(Thread::isAlive);
    }

    private static void waitForAnAnswerThatNeverComes() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void measure_operationIgnoresInterruption_isLeftBehindAndNamed() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Thread> stuck = new CompletableFuture<>();
        Scenario scenario = Scenario.named("s")
                .operation(() -> {
                    stuck.complete(Thread.currentThread());
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                })
                .warmUp(WarmUp.none())
                .iterations(1)
                .hangLimit(Duration.ofMillis(50))
                .build();
        HangException hang =
                catchThrowableOfType(HangException.class, () -> Runner.create().measure(scenario));
        assertThat(hang).hasMessageContaining("left behind, because they ignore interruption: user 0");
        assertThat(stuck.join().isDaemon()).isTrue();
        release.countDown();
        stuck.join().join();
    }

    @Test
    void measure_setUpNeverEnds_isAHangToo() {
        Scenario scenario = Scenario.named("s")
                .perUser(user -> {
                    waitForAnAnswerThatNeverComes();
                    return () -> {};
                })
                .operation(() -> {})
                .iterations(1)
                .hangLimit(Duration.ofMillis(50))
                .build();
        HangException hang =
                catchThrowableOfType(HangException.class, () -> Runner.create().measure(scenario));
        assertThat(hang.dump()).contains("waitForAnAnswerThatNeverComes");
    }

    @Test
    void measure_lockIsHeldByAnotherUser_tellsTheHolder() {
        Object monitor = new Object();
        AtomicInteger entered = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Scenario scenario = Scenario.named("s")
                .operation(user -> {
                    if (user.index() == 0) {
                        begun.countDown();
                    } else if (user.iteration() == 0) {
                        // Its second operation begins after the other's first, so that the other is the first to hang.
                        begun.await();
                        return;
                    } else {
                        synchronized (monitor) {
                            held.countDown();
                            waitForAnAnswerThatNeverComes();
                        }
                    }
                    held.await();
                    synchronized (monitor) {
                        entered.incrementAndGet();
                    }
                })
                .users(2)
                .warmUp(WarmUp.none())
                .iterations(4)
                .hangLimit(Duration.ofMillis(300))
                .build();
        HangException hang =
                catchThrowableOfType(HangException.class, () -> Runner.create().measure(scenario));
        assertThat(String.valueOf(hang.getMessage()).lines())
                .anyMatch(line -> line.matches("who  : user 0, thread \"perf-user-0\", BLOCKED"))
                .anyMatch(line -> line.matches("since: \\d{4}-.*, for \\d+ ms"))
                .anyMatch(line -> line.startsWith("where: io.leadfactory.perf.run.HangTest."));
        assertThat(hang)
                .hasMessageContaining("why  : \"perf-user-0\" waits for java.lang.Object@")
                .hasMessageContaining("held by \"perf-user-1\"")
                .hasMessageContaining("holder: at io.leadfactory.perf.run.HangTest.waitForAnAnswerThatNeverComes");
    }

    @Test
    void measure_usersAreDeadlocked_doesNotWaitForTheLimit() {
        ReentrantLock one = new ReentrantLock();
        ReentrantLock other = new ReentrantLock();
        CyclicBarrier bothHold = new CyclicBarrier(2);
        Scenario scenario = Scenario.named("s")
                .operation(user -> {
                    ReentrantLock first = user.index() == 0 ? one : other;
                    ReentrantLock second = user.index() == 0 ? other : one;
                    first.lockInterruptibly();
                    try {
                        bothHold.await();
                        second.lockInterruptibly();
                        second.unlock();
                    } finally {
                        first.unlock();
                    }
                })
                .users(2)
                .warmUp(WarmUp.none())
                .iterations(2)
                .hangLimit(Duration.ofMinutes(10))
                .build();
        HangException hang =
                catchThrowableOfType(HangException.class, () -> Runner.create().measure(scenario));
        assertThat(hang)
                .hasMessageStartingWith(
                        "scenario \"s\" hangs: its users are deadlocked, so the hang limit of 600000 ms is "
                                + "not waited for; all users ended when they were interrupted")
                .hasMessageContaining("deadlock: \"perf-user-")
                .hasMessageContaining("held by \"perf-user-1\"");
    }

    /** What a run has left behind has the names of the next one's users. */
    @Test
    void deadlock_ofThreadsLeftBehind_isNotBlamedOnOthersOfTheirNames() throws Exception {
        ReentrantLock one = new ReentrantLock();
        ReentrantLock other = new ReentrantLock();
        CyclicBarrier bothHold = new CyclicBarrier(2);
        List<Thread> left =
                List.of(holder("perf-user-0", one, other, bothHold), holder("perf-user-1", other, one, bothHold));
        List<Thread> later = List.of(
                Threads.unstarted("perf-user-0", false, () -> {}), Threads.unstarted("perf-user-1", false, () -> {}));
        ThreadMXBean jvm = ManagementFactory.getThreadMXBean();
        try {
            left.forEach(Thread::start);
            while (Deadlock.of(left, jvm).isEmpty()) {
                Thread.sleep(5);
            }
            assertThat(Deadlock.of(later, jvm)).isEmpty();
            assertThat(Deadlock.of(left, jvm)).extracting(Deadlock.Link::thread).contains("perf-user-0", "perf-user-1");
        } finally {
            left.forEach(Thread::interrupt);
            for (Thread thread : left) {
                thread.join();
            }
        }
    }

    private static Thread holder(String name, ReentrantLock first, ReentrantLock second, CyclicBarrier bothHold) {
        return Threads.unstarted(name, false, () -> {
            first.lock();
            try {
                bothHold.await();
                second.lockInterruptibly();
            } catch (InterruptedException | BrokenBarrierException released) {
                Thread.currentThread().interrupt();
            } finally {
                first.unlock();
            }
        });
    }

    @Test
    void parse_dumpOfALaterJdk_tellsWhatAVirtualThreadWaitsForAndWhoHoldsIt() {
        JvmDump dump = JvmDump.parse("""
                42
                2026-11-27T13:07:06Z
                25.0.1

                #26 "holder" virtual WAITING 2026-11-27T13:07:06Z
                    at java.base/java.lang.VirtualThread.park(VirtualThread.java:742)
                    at App.hold(App.java:7)
                    - locked <java.lang.Object@1e683a3e>

                #27 "waiter" virtual BLOCKED 2026-11-27T13:07:06Z
                    at App.enter(App.java:8)
                    - waiting to lock <java.lang.Object@1e683a3e>

                #28 "platform" RUNNABLE 2026-11-27T13:07:06Z
                    at App.run(App.java:9)
                """);
        assertThat(dump.virtualThreads()).hasSize(2);
        assertThat(dump.waitOf("waiter")).contains(new Deadlock.Link("waiter", "java.lang.Object@1e683a3e", "holder"));
        assertThat(dump.waitOf("holder")).isEmpty();
        assertThat(dump.waitOf("nobody")).isEmpty();
    }

    @Test
    void take_jvmWithVirtualThreads_knowsThem() throws InterruptedException {
        assumeTrue(Threads.hasVirtual());
        CountDownLatch release = new CountDownLatch(1);
        Thread stranger = Threads.unstarted("a-stranger", true, () -> {
            try {
                release.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        stranger.start();
        try {
            assertThat(StackDump.take(List.of(), JvmDump.take())).contains("\"a-stranger\" virtual");
        } finally {
            release.countDown();
            stranger.join();
        }
    }
}
