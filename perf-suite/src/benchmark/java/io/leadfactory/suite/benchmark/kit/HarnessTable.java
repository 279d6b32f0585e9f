package io.leadfactory.suite.benchmark.kit;

import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.ThreadCost;
import io.leadfactory.perf.run.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What an operation that does nothing costs in the test-kit, beside a bare loop of two clock readings and a histogram, in
 * rounds that take turns: {@code mvn verify -Pbenchmarks
 * -Dbench.main=io.leadfactory.suite.benchmark.kit.HarnessTable}; {@code -Dbench.quick} takes seconds.
 */
public final class HarnessTable {
    private static final boolean QUICK = Boolean.getBoolean("bench.quick");
    private static final int ROUNDS = QUICK ? 3 : 21;
    private static final long MILLIS = QUICK ? 50 : 200;
    private static final int[] THREADS = {1, 8};
    private static final long HOUR = 3_600_000_000_000L;

    private record Cost(double reported, double median, double cpu, double wall, double bytes) {}

    private HarnessTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments none
     * @throws InterruptedException if it is stopped
     * @throws ExecutionException if the bare loop fails
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        System.out.println("| users | harness | reported mean, ns | reported P50, ns | CPU per operation, ns | "
                + "wall per operation and thread, shortest round, ns | B per operation | CPU over the bare loop |");
        System.out.println("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int threads : THREADS) {
            bare(threads);
            kit(threads);
            List<Cost> bare = new ArrayList<>();
            List<Cost> kit = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                bare.add(bare(threads));
                kit.add(kit(threads));
                ratios.add(kit.get(round).cpu() / bare.get(round).cpu());
            }
            print(threads, "bare loop", bare, 1);
            print(threads, "perf-testkit", kit, median(ratios));
        }
    }

    private static void print(int threads, String name, List<Cost> costs, double ratio) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %.1f | %.0f | %.1f | %.1f | %.3f | %.2f |%n",
                threads,
                name,
                median(costs, Cost::reported),
                median(costs, Cost::median),
                median(costs, Cost::cpu),
                costs.stream().mapToDouble(Cost::wall).min().orElse(Double.NaN),
                median(costs, Cost::bytes),
                ratio);
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return median(costs.stream().mapToDouble(figure).boxed().toList());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static Cost kit(int threads) {
        AtomicLong cpu = new AtomicLong();
        Measurement measurement = Runner.create()
                .measure(Scenario.named("nothing")
                        .operation(() -> {})
                        .perUser(user -> {
                            long before = ThreadCost.cpuNanos();
                            return () -> cpu.addAndGet(ThreadCost.cpuNanos() - before);
                        })
                        .users(threads)
                        .warmUp(WarmUp.none())
                        .duration(Duration.ofMillis(MILLIS))
                        .build());
        double samples = (double) measurement.samples();
        return new Cost(
                measurement.responseTime().meanNanos(),
                measurement.responseTime().percentileNanos(50),
                (double) cpu.get() / samples,
                (double) measurement.elapsed().toNanos() * threads / samples,
                measurement.allocatedBytesPerOperation());
    }

    private static Cost bare(int threads) throws InterruptedException, ExecutionException {
        CyclicBarrier gate = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Cost>> loops = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                loops.add(() -> loop(gate));
            }
            double reported = 0;
            double median = 0;
            double cpu = 0;
            double wall = 0;
            double bytes = 0;
            for (Future<Cost> each : executor.invokeAll(loops)) {
                reported += each.get().reported() / threads;
                median += each.get().median() / threads;
                cpu += each.get().cpu() / threads;
                wall += each.get().wall() / threads;
                bytes += each.get().bytes() / threads;
            }
            return new Cost(reported, median, cpu, wall, bytes);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Cost loop(CyclicBarrier gate) throws Exception {
        Histogram histogram = new Histogram(HOUR, 3);
        Operation nothing = () -> {};
        gate.await();
        long allocated = ThreadCost.allocatedBytes();
        long cpu = ThreadCost.cpuNanos();
        long start = System.nanoTime();
        long end = start + MILLIS * 1_000_000;
        long ended = start;
        long count = 0;
        while (ended < end) {
            long began = System.nanoTime();
            nothing.run();
            ended = System.nanoTime();
            histogram.recordValue(ended - began);
            count++;
        }
        double operations = (double) count;
        return new Cost(
                histogram.getMean(),
                (double) histogram.getValueAtPercentile(50),
                (double) (ThreadCost.cpuNanos() - cpu) / operations,
                (double) (ended - start) / operations,
                (double) (ThreadCost.allocatedBytes() - allocated) / operations);
    }
}
