package io.leadfactory.suite.benchmark.kit;

import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.User;
import io.leadfactory.perf.define.UserOperation;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.run.HangException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Measures how long after its limit a hang is told, with and without threads that take the cores:
 * {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.HangTable}.
 */
public final class HangTable {
    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final int HANGS = Boolean.getBoolean("bench.quick") ? 1 : 5;
    private static final int[] BURNERS = {0, 3};

    private HangTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments none
     * @throws IOException if no socket can be opened
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "told so many ms after a limit of %d ms, median (longest) of %d%n%n",
                LIMIT.toMillis(),
                HANGS);
        System.out.println("| hang | 0 burners | 3 burners |");
        System.out.println("| --- | ---: | ---: |");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (Map.Entry<String, UserOperation> hang : hangs(socket).entrySet()) {
                StringBuilder row = new StringBuilder("| " + hang.getKey());
                for (int burners : BURNERS) {
                    row.append(" | ").append(cell(hang.getKey(), hang.getValue(), burners));
                }
                System.out.println(row.append(" |"));
            }
        }
    }

    private static Map<String, UserOperation> hangs(ServerSocket socket) {
        Map<String, UserOperation> hangs = new LinkedHashMap<>();
        hangs.put("waits, platform", user -> new CountDownLatch(1).await());
        hangs.put("waits, virtual", user -> new CountDownLatch(1).await());
        hangs.put("blocked I/O", user -> socket.accept().close());
        hangs.put("spins", user -> {
            long until = System.nanoTime() + 4 * LIMIT.toNanos();
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        });
        hangs.put("lock deadlock", HangTable::lockEachOther);
        hangs.put("monitor deadlock", HangTable::blockEachOther);
        return hangs;
    }

    private static final ReentrantLock[] LOCKS = {new ReentrantLock(), new ReentrantLock()};
    private static volatile CyclicBarrier bothHold = new CyclicBarrier(2);
    private static volatile Object[] monitors = {new Object(), new Object()};

    private static void lockEachOther(User user) throws Exception {
        ReentrantLock first = LOCKS[user.index()];
        first.lockInterruptibly();
        try {
            bothHold.await();
            ReentrantLock second = LOCKS[1 - user.index()];
            second.lockInterruptibly();
            second.unlock();
        } finally {
            first.unlock();
        }
    }

    /** Cannot be ended, so each time its two daemon threads are left behind on monitors of their own. */
    private static void blockEachOther(User user) throws Exception {
        Object[] mine = monitors;
        synchronized (mine[user.index()]) {
            bothHold.await();
            synchronized (mine[1 - user.index()]) {
                bothHold.reset();
            }
        }
    }

    private static String cell(String name, UserOperation operation, int burners) throws InterruptedException {
        List<Long> late = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        AtomicLong burnt = new AtomicLong();
        List<Thread> burning = new ArrayList<>();
        for (int i = 0; i < burners; i++) {
            Thread burner = new Thread(() -> {
                while (over.getCount() > 0) {
                    burnt.lazySet(burnt.get() + 1);
                }
            });
            burner.setDaemon(true);
            burner.start();
            burning.add(burner);
        }
        try {
            for (int i = 0; i < HANGS; i++) {
                bothHold = new CyclicBarrier(2);
                monitors = new Object[] {new Object(), new Object()};
                late.add(lateMillis(name, operation));
            }
        } finally {
            over.countDown();
            for (Thread burner : burning) {
                burner.join();
            }
        }
        late.sort(null);
        return late.get(late.size() / 2) + " (" + late.get(late.size() - 1) + ")";
    }

    private static long lateMillis(String name, UserOperation operation) {
        AtomicLong entered = new AtomicLong();
        UserOperation timed = user -> {
            entered.set(System.nanoTime());
            operation.run(user);
        };
        Scenario.Builder scenario = Scenario.named(name)
                .operation(timed)
                .warmUp(WarmUp.none())
                .iterations(2)
                .hangLimit(LIMIT);
        try {
            Perf.measure((name.endsWith("virtual") ? scenario.virtualUsers(2) : scenario.users(2)).build());
        } catch (HangException hang) {
            return (System.nanoTime() - entered.get() - LIMIT.toNanos()) / 1_000_000;
        }
        throw new IllegalStateException("\"" + name + "\" did not hang: its limit was " + LIMIT);
    }
}
