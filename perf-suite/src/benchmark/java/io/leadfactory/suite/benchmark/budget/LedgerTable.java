package io.leadfactory.suite.benchmark.budget;

import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.statistic.Medians;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many times in a second an amount is reserved and settled through PostgreSQL, with commits on the disk, beside what is
 * written by hand and beside Bucket4j: {@code mvn verify -Pbenchmarks
 * -Dbench.main=io.leadfactory.suite.benchmark.budget.LedgerTable}. In each round everybody has a turn with each number of threads, in an order that is
 * drawn anew, all on one row; the ratio is that of the medians.
 */
public final class LedgerTable {
    private static final int[] THREADS = {1, 8};
    private static final int MOST_THREADS = 8;
    private static final long SEED = 20261127;

    private LedgerTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments none
     * @throws Exception if a turn fails
     */
    public static void main(String[] arguments) throws Exception {
        boolean quick = Boolean.getBoolean("bench.quick");
        int rounds = quick ? 2 : 40;
        Duration turn = Duration.ofMillis(quick ? 200 : 400);
        List<LedgerContender> contenders = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(MOST_THREADS);
        try (DatabaseServer server = DatabaseServer.durablePostgres()) {
            System.out.println(server.product());
            contenders.add(new HandLedger(server, MOST_THREADS, 1));
            contenders.add(new BudgetLedger(server, MOST_THREADS, 1));
            contenders.add(BucketLedger.selectForUpdate(server, MOST_THREADS));
            contenders.add(BucketLedger.advisoryLock(server, MOST_THREADS));
            contenders.add(new HandLedger(server, MOST_THREADS, 3));
            contenders.add(new BudgetLedger(server, MOST_THREADS, 3));
            try {
                race(contenders, pool, turn, 1); // Warms up.
                print(race(contenders, pool, turn, rounds));
            } finally {
                contenders.forEach(LedgerContender::close);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Map<String, List<List<Double>>> race(
            List<LedgerContender> contenders, ExecutorService pool, Duration turn, int rounds) throws Exception {
        Map<String, List<List<Double>>> perSecond = new LinkedHashMap<>();
        contenders.forEach(contender -> perSecond.put(contender.name(), List.of(new ArrayList<>(), new ArrayList<>())));
        List<LedgerContender> order = new ArrayList<>(contenders);
        Random random = new Random(SEED);
        for (int round = 0; round < rounds; round++) {
            for (int column = 0; column < THREADS.length; column++) {
                Collections.shuffle(order, random);
                for (LedgerContender contender : order) {
                    List<Double> turns =
                            perSecond.getOrDefault(contender.name(), List.of()).get(column);
                    turns.add(turn(contender, pool, turn, THREADS[column]));
                }
            }
        }
        return perSecond;
    }

    private static double turn(LedgerContender contender, ExecutorService pool, Duration turn, int threads)
            throws InterruptedException, ExecutionException {
        long began = System.nanoTime();
        List<Callable<Long>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            work.add(() -> {
                long done = 0;
                while (System.nanoTime() - began < turn.toNanos()) {
                    contender.reserveAndSettle(thread);
                    done++;
                }
                return done;
            });
        }
        long done = 0;
        for (Future<Long> worker : pool.invokeAll(work)) {
            done += worker.get();
        }
        return done * 1e9 / (System.nanoTime() - began);
    }

    private static void print(Map<String, List<List<Double>>> perSecond) {
        System.out.println(
                "| reserve + settle per second | 1 thread | 8 threads | ratio, 1 thread | ratio, 8 threads |");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        perSecond.forEach((name, columns) -> {
            List<List<Double>> base = perSecond.getOrDefault(
                    name.contains("3 budgets") ? "hand-written, 3 budgets" : "hand-written", columns);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.2f | %.2f |%n",
                    name,
                    median(columns.get(0)),
                    median(columns.get(1)),
                    median(columns.get(0)) / median(base.get(0)),
                    median(columns.get(1)) / median(base.get(1)));
        });
    }

    private static double median(List<Double> values) {
        return Medians.of(values, Double::doubleValue);
    }
}
