package io.leadfactory.suite.benchmark.kit;

import io.leadfactory.perf.define.Load;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.run.Runner;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What the open model reports of stalls and freezes on the real clock, beside what a queue without a clock computes: {@code
 * mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.AccuracyTable}; {@code -Dbench.quick} takes
 * seconds. The same on a clock that only the operations move is a test of the kit.
 */
public final class AccuracyTable {
    private static final boolean QUICK = Boolean.getBoolean("bench.quick");
    private static final long MILLI = 1_000_000;
    private static final int RATE = 200;
    private static final int EACH = 400;
    private static final long STALL = 500 * MILLI;
    private static final long WORK = MILLI / 2;
    private static final int SECONDS = QUICK ? 4 : 12;

    private AccuracyTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        System.out.println("| case | figure | computed, ms | reported, ms | off, % |");
        System.out.println("| --- | --- | ---: | ---: | ---: |");
        for (int workers : new int[] {1, 8}) {
            stalls(workers);
        }
        freeze();
        starts();
    }

    private static void stalls(int workers) {
        AtomicLong calls = new AtomicLong();
        AtomicLong stalledUntil = new AtomicLong(System.nanoTime());
        Measurement measured = measure(workers, RATE, Duration.ofSeconds(SECONDS), () -> {
            if (calls.incrementAndGet() % EACH == 0) {
                stalledUntil.set(System.nanoTime() + STALL);
            }
            sleepUntil(stalledUntil.get());
            sleepUntil(System.nanoTime() + WORK);
        });
        double[] truth = queue(workers);
        String name = "each " + EACH + "th call stalls all for 500 ms, " + RATE + " /s, " + workers + " worker"
                + (workers == 1 ? "" : "s");
        for (double percentile : new double[] {95, 99}) {
            row(name, percentile, truth[(int) Math.ceil(percentile / 100 * truth.length) - 1], measured.responseTime());
        }
    }

    /** First come, first served, by so many workers, of whom all stand while one stalls. */
    private static double[] queue(int workers) {
        double[] response = new double[RATE * SECONDS];
        PriorityQueue<Double> free = new PriorityQueue<>();
        for (int worker = 0; worker < workers; worker++) {
            free.add(0.0);
        }
        double stalledUntil = 0;
        for (int call = 0; call < response.length; call++) {
            double due = call * 1_000.0 / RATE;
            Double ready = free.remove();
            double begun = Math.max(due, ready);
            if ((call + 1) % EACH == 0) {
                stalledUntil = begun + (double) STALL / MILLI;
            }
            double ended = Math.max(begun, stalledUntil) + (double) WORK / MILLI;
            free.add(ended);
            response[call] = ended - due;
        }
        Arrays.sort(response);
        return response;
    }

    private static void freeze() {
        long seconds = QUICK ? 2 : 10;
        long frozen = seconds * 600 * MILLI;
        long begin = System.nanoTime() + 50 * MILLI + seconds * 200 * MILLI;
        AtomicLong freezes = new AtomicLong();
        Measurement measured = measure(1, 1_000, Duration.ofSeconds(seconds), () -> {
            if (System.nanoTime() >= begin && freezes.getAndIncrement() == 0) {
                sleepUntil(begin + frozen);
            }
        });
        // Of all operations 60 % are due in the freeze and wait from its whole length down to nothing.
        for (double percentile : new double[] {50, 90, 99}) {
            double waits = (100 - percentile) / 100 * (double) seconds * 1_000;
            row(
                    "a freeze of 6/10 of the run, 1,000 /s",
                    percentile,
                    (double) frozen / MILLI - waits,
                    measured.responseTime());
        }
    }

    private static void starts() {
        Measurement measured = measure(2, RATE, Duration.ofSeconds(QUICK ? 1 : 5), () -> {});
        Distribution lag = measured.scheduleLag().orElseThrow();
        for (double percentile : new double[] {50, 99}) {
            System.out.printf(
                    Locale.ROOT,
                    "| how late an operation begins, %d /s, 2 workers | P%.0f | 0 | %.3f | |%n",
                    RATE,
                    percentile,
                    lag.percentileNanos(percentile) / MILLI);
        }
    }

    private static Measurement measure(int workers, double rate, Duration duration, Operation operation) {
        return Runner.create()
                .measure(Scenario.named("accuracy")
                        .operation(operation)
                        .users(workers)
                        .load(Load.open(rate))
                        .warmUp(WarmUp.none())
                        .duration(duration)
                        .build());
    }

    private static void row(String name, double percentile, double computed, Distribution reported) {
        double millis = reported.percentileNanos(percentile) / MILLI;
        System.out.printf(
                Locale.ROOT,
                "| %s | P%.0f | %.1f | %.1f | %+.1f |%n",
                name,
                percentile,
                computed,
                millis,
                100 * (millis / computed - 1));
    }

    private static void sleepUntil(long instant) {
        long left = instant - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = instant - System.nanoTime();
        }
    }
}
