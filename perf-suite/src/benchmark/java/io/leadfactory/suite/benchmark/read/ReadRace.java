package io.leadfactory.suite.benchmark.read;

import io.leadfactory.suite.benchmark.read.Reading.Query;
import io.leadfactory.suite.benchmark.statistic.Medians;
import io.leadfactory.suite.benchmark.statistic.RoundRatio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/** The same query through several APIs, round after round in random order. For one thread. */
final class ReadRace {
    /** The API that all others are held against, if it takes part. */
    static final String HAND = "hand";

    private static final int CALLS = 8;
    private static final int SLOW_ROUNDS = 5;

    /** For each round: what is not compiled yet costs several times as much. */
    private static final int WARM_UP_CALLS = 100;

    private static final Duration SLOW = Duration.ofMillis(30);

    private final Map<String, Runner> runners = new LinkedHashMap<>();
    private final Random random;

    ReadRace(long seed) {
        this.random = new Random(seed);
    }

    /** Adds an API; it is asked with a number that selects what it looks for, and must find something. */
    ReadRace with(String who, IntFunction<?> query) {
        runners.put(who, new Runner(query));
        return this;
    }

    List<Reading> run(String database, int events, Query query, int rounds) {
        runners.values().forEach(runner -> runner.warmUp(rounds * WARM_UP_CALLS));
        List<Runner> order = new ArrayList<>(runners.values());
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Runner runner : order) {
                if (!runner.slow || round < SLOW_ROUNDS) {
                    runner.round(random.nextInt(Integer.MAX_VALUE), runner.slow ? 1 : CALLS);
                }
            }
        }
        Runner hand = runners.get(HAND);
        List<Reading> readings = new ArrayList<>();
        runners.forEach((who, runner) -> readings.add(new Reading(
                database,
                events,
                query,
                who,
                Medians.of(runner.times, Double::doubleValue),
                percentile95(runner.times),
                runner.times.size(),
                hand == null || runner.slow
                        ? RoundRatio.NONE
                        : RoundRatio.of(hand.rounds, runner.rounds, Double::doubleValue))));
        return readings;
    }

    private static double percentile95(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(sorted.size() * 0.95) - 1));
    }

    private static final class Runner {
        private final IntFunction<?> query;
        private final List<Double> times = new ArrayList<>();
        private final List<Double> rounds = new ArrayList<>();
        private boolean slow;

        Runner(IntFunction<?> query) {
            this.query = query;
        }

        /** A single slow call tells of the neighbours, so it takes several. */
        void warmUp(int calls) {
            List<Double> first = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                first.add((double) call(i));
            }
            slow = Medians.of(first, Double::doubleValue) > SLOW.toNanos();
            for (int i = CALLS; i < calls && !slow; i++) {
                call(i);
            }
        }

        void round(int seed, int calls) {
            List<Double> block = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                block.add((double) call((seed + i * 7919) & Integer.MAX_VALUE));
            }
            times.addAll(block);
            rounds.add(Medians.of(block, Double::doubleValue));
        }

        private long call(int number) {
            long began = System.nanoTime();
            Object found = query.apply(number);
            long nanos = System.nanoTime() - began;
            if (found == null || (found instanceof List<?> list && list.isEmpty())) {
                throw new IllegalStateException("a query found nothing: what it returns was not measured");
            }
            return nanos;
        }
    }
}
