package io.leadfactory.suite.benchmark.kit;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.machine.FitnessCheck;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.ThreadCost;
import io.leadfactory.perf.run.Runner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How steady the raw and the corrected P95 of one operation are beside other processes, and what a result says with more
 * busy users than cores: {@code mvn verify -Pbenchmarks -DskipTests
 * -Dbench.main=io.leadfactory.suite.benchmark.kit.MachineTable}.
 *
 * <p>The operation is 5 ms of CPU time and 10 ms of sleep. Levels take turns in rounds, so that a noisy minute does not fall
 * on one of them alone.
 */
public final class MachineTable {
    private static final int[] BURNERS = {0, 1, 3};
    private static final long CPU_NANOS = 5_000_000;
    private static final long SLEEP_MILLIS = 10;

    private MachineTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments none
     * @throws IOException if no process can be started
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean quick = Boolean.getBoolean("bench.quick");
        int rounds = quick ? 1 : 5;
        Duration window = Duration.ofSeconds(quick ? 1 : 4);
        List<List<Measurement>> levels = new ArrayList<>();
        for (int ignored : BURNERS) {
            levels.add(new ArrayList<>());
        }
        System.out.println("Machine: " + FitnessCheck.again(System::nanoTime).sentence() + "\n");
        for (int round = 0; round < rounds; round++) {
            for (int level = 0; level < BURNERS.length; level++) {
                ForeignBurners burners = ForeignBurners.start(BURNERS[level]);
                try (burners) {
                    levels.get(level).add(measure("5 ms and 10 ms of sleep", 1, CPU_NANOS, SLEEP_MILLIS, window));
                }
            }
        }
        System.out.println(
                "| burners | windows | raw P50 | raw P95 | its spread | corrected P50 | corrected P95 | its spread |"
                        + " users' time lost |");
        System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int level = 0; level < BURNERS.length; level++) {
            print(BURNERS[level], levels.get(level));
        }
        System.out.println();
        for (int users : new int[] {1, 2, 8}) {
            Measurement spinning = measure(users + " spinning users", users, 1_000_000, 0, window);
            System.out.printf(
                    Locale.ROOT,
                    "- %d users that spin for 1 ms, P95 %s: %s%n",
                    users,
                    Unit.NANOSECONDS.render(spinning.responseTime().percentileNanos(95)),
                    spinning.machine().sentence());
        }
    }

    private static Measurement measure(String name, int users, long cpuNanos, long sleepMillis, Duration window) {
        return Runner.create()
                .measure(Scenario.named(name)
                        .operation(() -> work(cpuNanos, sleepMillis))
                        .users(users)
                        .warmUp(WarmUp.iterations(20L * users))
                        .duration(window)
                        .build());
    }

    private static void work(long cpuNanos, long sleepMillis) throws InterruptedException {
        long until = ThreadCost.cpuNanos() + cpuNanos;
        while (ThreadCost.cpuNanos() < until) {
            Thread.onSpinWait();
        }
        if (sleepMillis > 0) {
            Thread.sleep(sleepMillis);
        }
    }

    private static void print(int burners, List<Measurement> windows) {
        List<Distribution> raw = windows.stream().map(Measurement::responseTime).toList();
        List<Distribution> corrected = windows.stream()
                .flatMap(window -> window.correctedResponseTime().stream())
                .toList();
        double lost = windows.stream()
                .mapToDouble(window -> window.machine().lostShare())
                .average()
                .orElse(Double.NaN);
        System.out.printf(
                Locale.ROOT,
                "| %d | %d | %s | %s | %.0f %% |%n",
                burners,
                windows.size(),
                columns(raw),
                corrected.size() == windows.size() ? columns(corrected) : "- | - | -",
                100 * lost);
    }

    private static String columns(List<Distribution> windows) {
        List<Double> tails = new ArrayList<>();
        List<Double> middles = new ArrayList<>();
        for (Distribution window : windows) {
            tails.add(window.percentileNanos(95));
            middles.add(window.percentileNanos(50));
        }
        Collections.sort(tails);
        Collections.sort(middles);
        double spread = 100 * (tails.get(tails.size() - 1) / tails.get(0) - 1);
        return String.format(
                Locale.ROOT,
                "%s | %s | %.0f %%",
                Unit.NANOSECONDS.render(middles.get(middles.size() / 2)),
                Unit.NANOSECONDS.render(tails.get(tails.size() / 2)),
                spread);
    }
}
