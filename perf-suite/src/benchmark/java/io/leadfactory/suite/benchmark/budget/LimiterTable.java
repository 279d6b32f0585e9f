package io.leadfactory.suite.benchmark.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link LimiterBenchmark} in rounds, in each of which everything is measured once with each number of threads, and
 * prints the medians as a table: {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.budget.LimiterTable}.
 */
public final class LimiterTable {
    private static final int ROUNDS = 3;
    private static final int[] THREADS = {1, 2, 8};

    private LimiterTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments none
     * @throws RunnerException if a benchmark cannot be run
     */
    public static void main(String[] arguments) throws RunnerException {
        Map<String, List<List<Double>>> nanos = new TreeMap<>();
        Map<String, Double> bytes = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int column = 0; column < THREADS.length; column++) {
                for (RunResult result : new Runner(options(THREADS[column])).run()) {
                    String name = result.getPrimaryResult().getLabel();
                    nanos.computeIfAbsent(name, all -> lists())
                            .get(column)
                            .add(result.getPrimaryResult().getScore());
                    bytes.merge(name, allocated(result), Math::max);
                }
            }
        }
        System.out.println("| | 1 thread | 2 threads | 8 threads | B per call |");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        nanos.forEach((name, columns) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.1f |%n",
                name,
                String.join(" | ", columns.stream().map(LimiterTable::median).toList()),
                bytes.getOrDefault(name, Double.NaN)));
    }

    private static Options options(int threads) {
        return new OptionsBuilder()
                .include(LimiterBenchmark.class.getName())
                .threads(threads)
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(250))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(200))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static List<List<Double>> lists() {
        List<List<Double>> lists = new ArrayList<>();
        Arrays.stream(THREADS).forEach(threads -> lists.add(new ArrayList<>()));
        return lists;
    }

    private static double allocated(RunResult result) {
        for (String name : result.getSecondaryResults().keySet()) {
            if (name.endsWith("gc.alloc.rate.norm")) {
                return result.getSecondaryResults().get(name).getScore();
            }
        }
        return Double.NaN;
    }

    private static String median(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        return String.format(Locale.ROOT, "%.1f", sorted.get(sorted.size() / 2));
    }
}
