package io.leadfactory.suite.benchmark.kit;

import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Measures operations that allocate a known number of bytes, on their own threads and on others, and prints how far the
 * test-kit's figure is from it:
 * {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.AllocationTable}.
 */
public final class AllocationTable {
    private static final int RUNS = 20;
    private static final int QUICK_RUNS = 3;
    private static final int HEADER = 16;
    private static final AtomicReference<byte[]> SINK = new AtomicReference<>(new byte[0]);

    private AllocationTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        int runs = Boolean.getBoolean("bench.quick") ? QUICK_RUNS : RUNS;
        System.out.printf("JDK %s%n%n", Runtime.version().feature());
        System.out.println(
                "| who allocates | truth, B | error of each run, B | within 16 B or 1 % | users' own threads, B |");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        row("1 user", runs, 64, scenario(20_000).operation(() -> allocate(64)));
        row("1 user", runs, 4_096, scenario(20_000).operation(() -> allocate(4_096)));
        row("8 users", runs, 1_024, scenario(20_000).users(8).operation(() -> allocate(1_024)));
        row("nobody, 8 users", runs, 0, scenario(20_000).users(8).operation(() -> {}));
        try (Helper helper = new Helper()) {
            row("a helper thread", runs, 10_000, scenario(2_000).operation(() -> helper.ask(10_000)));
            row("half a user, half a helper", runs, 20_000, scenario(2_000).operation(() -> {
                allocate(10_000);
                helper.ask(10_000);
            }));
        }
        if (Runtime.version().feature() >= 21) {
            row(
                    "a thread for each operation, which ends",
                    runs,
                    1_000_000,
                    scenario(200).warmUp(WarmUp.iterations(50)).operation(inAThread(1_000_000)));
            row("8 virtual users", runs, 1_024, scenario(20_000).virtualUsers(8).operation(() -> allocate(1_024)));
        }
    }

    private static Scenario.Builder scenario(int iterations) {
        return Scenario.named("allocation").warmUp(WarmUp.iterations(2_000)).iterations(iterations);
    }

    private static void row(String who, int runs, int truth, Scenario.Builder builder) {
        Scenario scenario = builder.build();
        List<Double> errors = new ArrayList<>();
        double own = 0;
        int within = 0;
        for (int run = 0; run < runs; run++) {
            Measurement measurement = Perf.measure(scenario);
            double error = measurement.allocatedBytesPerOperation() - truth;
            errors.add(error);
            own = measurement.allocation().usersBytesPerOperation();
            if (Math.abs(error) <= Math.max(16, truth / 100.0)) {
                within++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.1f .. %.1f | %d of %d | %s |%n",
                who,
                truth,
                Collections.min(errors),
                Collections.max(errors),
                within,
                runs,
                Double.isNaN(own) ? "not told" : String.format(Locale.ROOT, "%,.0f", own));
    }

    /** Allocates so many bytes, the array's header included. */
    private static void allocate(int bytes) {
        SINK.set(new byte[bytes - HEADER]);
    }

    private static Operation inAThread(int bytes) {
        return () -> {
            Thread thread = new Thread(() -> allocate(bytes));
            thread.start();
            thread.join();
        };
    }

    /** A thread that allocates on request; the hand-over itself allocates nothing. */
    @SuppressWarnings("ThreadPriorityCheck") // A lock would allocate its waiters.
    private static final class Helper implements AutoCloseable {
        private final Thread thread = new Thread(this::serve, "helper");
        private volatile int wanted;
        private volatile boolean closed;

        private Helper() {
            thread.start();
        }

        private void ask(int bytes) {
            wanted = bytes;
            while (wanted != 0) {
                Thread.yield();
            }
        }

        private void serve() {
            while (!closed) {
                int bytes = wanted;
                if (bytes != 0) {
                    allocate(bytes);
                    wanted = 0;
                }
                Thread.yield();
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
