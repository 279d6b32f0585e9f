package io.leadfactory.suite.benchmark.kit;

import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.RecoveryScenario;
import io.leadfactory.perf.measure.Interval;
import io.leadfactory.perf.measure.RecoveryMeasurement;
import io.leadfactory.perf.measure.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures the recovery of a system that works again a known time after its fault's end:
 * {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.RecoveryTable}.
 */
public final class RecoveryTable {
    private static final int RUNS = 40;
    private static final int QUICK_RUNS = 3;
    private static final long SEED = 20261127;
    private static final double MILLI = 1e6;

    private RecoveryTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        int runs = Boolean.getBoolean("bench.quick") ? QUICK_RUNS : RUNS;
        System.out.printf("JDK %s, seed %d%n%n", Runtime.version().feature(), SEED);
        System.out.println(
                "| probe each | a failed probe takes | runs | error of the estimate, ms: median | worst | "
                        + "within 20 ms or 2 periods | error of the first success, ms: median | truth within the interval | width of the interval, ms: median |");
        System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        row(runs, 2, 0);
        row(runs, 10, 0);
        row(runs, 10, 5);
        row(runs, 25, 0);
    }

    private static void row(int runs, int periodMillis, int failureMillis) {
        Random random = new Random(SEED);
        List<Double> errors = new ArrayList<>();
        List<Double> late = new ArrayList<>();
        List<Double> widths = new ArrayList<>();
        int within = 0;
        int covered = 0;
        for (int run = 0; run < runs; run++) {
            long truth = (long) ((20 + 180 * random.nextDouble()) * MILLI);
            RecoveryMeasurement.Window window = run(truth, periodMillis, failureMillis);
            double seen = (double) window.recovery().orElseThrow().toNanos();
            Interval interval = window.interval().orElseThrow();
            double error = Math.abs((double) window.estimate().orElseThrow().toNanos() - truth);
            late.add((seen - truth) / MILLI);
            errors.add(error / MILLI);
            widths.add((interval.high() - interval.low()) / MILLI);
            within += error <= Math.max(20, 2 * periodMillis) * MILLI ? 1 : 0;
            // The system's own switch is read a little after the kit's.
            covered += interval.low() <= truth + MILLI && truth <= interval.high() + MILLI ? 1 : 0;
        }
        Collections.sort(errors);
        Collections.sort(late);
        Collections.sort(widths);
        System.out.printf(
                Locale.ROOT,
                "| %d ms | %d ms | %d | %.1f | %.1f | %d | %.1f | %d | %.1f |%n",
                periodMillis,
                failureMillis,
                runs,
                errors.get(runs / 2),
                errors.get(runs - 1),
                within,
                late.get(runs / 2),
                covered,
                widths.get(runs / 2));
    }

    private static RecoveryMeasurement.Window run(long truth, int periodMillis, int failureMillis) {
        TimeSource time = TimeSource.system();
        long[] worksAt = {Long.MAX_VALUE};
        Object lock = new Object();
        return Perf.recovery(RecoveryScenario.named("known recovery")
                        .fault(
                                () -> {
                                    synchronized (lock) {
                                        worksAt[0] = Long.MAX_VALUE;
                                    }
                                },
                                () -> {
                                    synchronized (lock) {
                                        worksAt[0] = time.nanos() + truth;
                                    }
                                })
                        .probe(() -> {
                            boolean works;
                            synchronized (lock) {
                                works = time.nanos() >= worksAt[0];
                            }
                            if (!works) {
                                if (failureMillis > 0) {
                                    Thread.sleep(failureMillis);
                                }
                                throw new IllegalStateException("down");
                            }
                        })
                        .every(Duration.ofMillis(periodMillis))
                        .faultFor(Duration.ofMillis(30))
                        .build())
                .windows()
                .get(0);
    }
}
