package io.leadfactory.suite.benchmark.kit;

import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Leak;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.run.Runner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Looks for leaks in operations that leave a known number of bytes behind, and in such that only churn; 10 cycles of 200
 * operations, more only while they do not say:
 * {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.LeakTable}. The cases take turns, so that a
 * disturbed minute falls on all of them. {@code -Dbench.rows=N} sets the trials of each case.
 */
public final class LeakTable {
    private static final int TRIALS = 75;
    private static final int QUICK_TRIALS = 2;
    private static final int OPERATIONS = 200;
    private static final double NAIVE_LIMIT = 100_000;
    private static final double Z = 1.96;

    private final Map<String, Case> cases = new LinkedHashMap<>();

    private LeakTable() {}

    /** One operation under test, made anew for each trial, and what was said of it. */
    private static final class Case {
        private final Supplier<Operation> operation;
        private int trials;
        private int leaks;
        private int clean;
        private int late;
        private int naive;

        private Case(Supplier<Operation> operation) {
            this.operation = operation;
        }
    }

    /**
     * Measures and prints.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        LeakTable table = new LeakTable();
        table.define();
        int trials = Boolean.getBoolean("bench.quick") ? QUICK_TRIALS : Integer.getInteger("bench.rows", TRIALS);
        for (int trial = 1; trial <= trials; trial++) {
            table.cases.forEach((name, one) -> tryOnce(name, one));
            if (trial % 25 == 0 || trial == trials) {
                table.print();
            }
        }
    }

    @SuppressWarnings("ModifiedButNotUsed") // That is what a leak is.
    private void define() {
        cases.put("leak: 1 KB in a list", new Case(() -> {
            List<byte[]> kept = new ArrayList<>();
            return () -> kept.add(new byte[1_024 - 16]);
        }));
        cases.put("leak: 1 KB beside a churning cache", new Case(() -> {
            Operation churn = boundedCache();
            List<byte[]> kept = new ArrayList<>();
            return () -> {
                churn.run();
                kept.add(new byte[1_024 - 16]);
            };
        }));
        cases.put("leak: 1 KB in one of four operations' 4 KB", new Case(() -> {
            AtomicLong calls = new AtomicLong();
            List<byte[]> kept = new ArrayList<>();
            return () -> {
                if (calls.getAndIncrement() % 4 == 0) {
                    kept.add(new byte[4_096 - 16]);
                }
            };
        }));
        cases.put("leak: an entry of a map, some 70 B", new Case(() -> {
            AtomicLong calls = new AtomicLong();
            Map<Long, Boolean> kept = new HashMap<>();
            return () -> kept.put(calls.getAndIncrement() + 1_000_000, true);
        }));
        cases.put("clean: garbage of 100 KB", new Case(() -> {
            AtomicReference<byte[]> last = new AtomicReference<>(new byte[0]);
            return () -> last.set(new byte[100_000]);
        }));
        cases.put("clean: a cache of 200 entries that evicts", new Case(LeakTable::boundedCache));
        cases.put("clean: strings, maps and exceptions", new Case(() -> {
            ConcurrentHashMap<String, Object> map = new ConcurrentHashMap<>();
            AtomicLong calls = new AtomicLong();
            return () -> {
                String key = "lead " + calls.getAndIncrement() % 50;
                map.put(key, new IllegalStateException(key.repeat(20)));
                if (map.size() > 40) {
                    map.clear();
                }
            };
        }));
        cases.put("clean: threads and their locals", new Case(() -> {
            ThreadLocal<byte[]> local = ThreadLocal.withInitial(() -> new byte[2_000]);
            AtomicLong sum = new AtomicLong();
            return () -> {
                Thread thread = new Thread(() -> sum.addAndGet(local.get().length));
                thread.start();
                thread.join();
            };
        }));
    }

    private static Operation boundedCache() {
        AtomicLong calls = new AtomicLong();
        Map<Long, byte[]> cache = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
                return size() > 200;
            }
        };
        return () -> cache.put(calls.getAndIncrement(), new byte[500]);
    }

    private static void tryOnce(String name, Case one) {
        MemoryTrend trend = Runner.create()
                .memory(MemoryScenario.of(Scenario.named(name)
                                .operation(one.operation.get())
                                .warmUp(WarmUp.none())
                                .iterations(OPERATIONS)
                                .build())
                        .withMostCycles(34));
        Leak leak = trend.leak();
        one.trials++;
        one.leaks += leak.isAbove(Leak.TOLERANCE) ? 1 : 0;
        one.clean += !leak.isAbove(Leak.TOLERANCE) && leak.isWithin(Leak.TOLERANCE) ? 1 : 0;
        one.late += trend.operations() > 2_000 ? 1 : 0;
        List<MemoryTrend.Cycle> cycles = trend.cycles();
        double grown = cycles.get(cycles.size() - 1).heapBytes() - cycles.get(0).heapBytes();
        one.naive += grown > NAIVE_LIMIT ? 1 : 0;
    }

    private void print() {
        System.out.printf("%nJDK %s%n%n", Runtime.version().feature());
        System.out.println("| operation | trials | leak | clean | inconclusive | more than 2,000 operations | "
                + "95 % interval of leak | heap at the end above the start by 100 KB |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        cases.forEach((name, one) -> System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %s | %d |%n",
                name,
                one.trials,
                one.leaks,
                one.clean,
                one.trials - one.leaks - one.clean,
                one.late,
                wilson(one.leaks, one.trials),
                one.naive));
        sum("leak: 1 KB");
        sum("clean");
    }

    private void sum(String prefix) {
        List<Case> summed = cases.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
        int trials = summed.stream().mapToInt(one -> one.trials).sum();
        int leaks = summed.stream().mapToInt(one -> one.leaks).sum();
        System.out.printf(
                Locale.ROOT,
                "| all of \"%s\" | %d | %d | | | | %s | |%n",
                prefix,
                trials,
                leaks,
                wilson(leaks, trials));
    }

    /** The interval of a share by Wilson, 1927. */
    private static String wilson(int hits, int trials) {
        double share = (double) hits / trials;
        double middle = (share + Z * Z / (2 * trials)) / (1 + Z * Z / trials);
        double reach =
                Z / (1 + Z * Z / trials) * Math.sqrt(share * (1 - share) / trials + Z * Z / (4.0 * trials * trials));
        return String.format(
                Locale.ROOT, "%.1f .. %.1f %%", 100 * Math.max(0, middle - reach), 100 * Math.min(1, middle + reach));
    }
}
