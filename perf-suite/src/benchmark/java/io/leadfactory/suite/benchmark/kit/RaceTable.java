package io.leadfactory.suite.benchmark.kit;

import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.measure.RaceOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Hunts for known races with the kit and with a loop that starts two threads, each for the same time, and prints in how many
 * hunts each found them: {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.RaceTable}.
 */
public final class RaceTable {
    private static final int HUNTS = Boolean.getBoolean("bench.quick") ? 2 : 10;
    private static final int ADDED = 20;
    private static final Duration TIME =
            Boolean.getBoolean("bench.quick") ? Duration.ofMillis(200) : Duration.ofSeconds(1);

    private record Case<S>(String name, Supplier<S> state, Consumer<S> one, Consumer<S> two, Predicate<S> holds) {}

    private record Hunt(boolean found, long rounds) {}

    private static final class Counter {
        private int value;

        void increment() {
            value = value + 1;
        }
    }

    private static final class Once {
        private final AtomicInteger runs = new AtomicInteger();
        private boolean begun;

        void begin() {
            if (!begun) {
                begun = true;
                runs.incrementAndGet();
            }
        }
    }

    private RaceTable() {}

    /**
     * Hunts and prints.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        List<Case<?>> cases = List.of(
                new Case<Counter>(
                        "lost update",
                        Counter::new,
                        Counter::increment,
                        Counter::increment,
                        counter -> counter.value == 2),
                new Case<Once>("check, then act", Once::new, Once::begin, Once::begin, once -> once.runs.get() == 1),
                new Case<List<Integer>>(
                        "ArrayList shared",
                        ArrayList::new,
                        RaceTable::fill,
                        RaceTable::fill,
                        list -> list.size() == 2 * ADDED),
                new Case<AtomicInteger>(
                        "correct: atomic counter",
                        AtomicInteger::new,
                        AtomicInteger::incrementAndGet,
                        AtomicInteger::incrementAndGet,
                        counter -> counter.get() == 2));
        System.out.printf(Locale.ROOT, "%d hunts of at most %d ms each%n%n", HUNTS, TIME.toMillis());
        System.out.println("| race | kit: found | rounds, median | two threads in a loop: found | rounds, median |");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        cases.forEach(RaceTable::row);
    }

    private static <S> void row(Case<S> race) {
        List<Hunt> kit = new ArrayList<>();
        List<Hunt> naive = new ArrayList<>();
        for (int i = 0; i < HUNTS; i++) {
            kit.add(kit(race));
            naive.add(naive(race));
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,d | %s | %,d |%n",
                race.name(),
                found(kit),
                rounds(kit),
                found(naive),
                rounds(naive));
    }

    private static <S> Hunt kit(Case<S> race) {
        RaceOutcome outcome = Perf.race(Race.of(race.name())
                .<S>state(race.state())
                .actor("one", race.one()::accept)
                .actor("two", race.two()::accept)
                .invariant(race.holds()::test)
                .duration(TIME)
                .build());
        return new Hunt(outcome.found().isPresent(), outcome.rounds());
    }

    private static <S> Hunt naive(Case<S> race) {
        long began = System.nanoTime();
        long rounds = 0;
        while (System.nanoTime() - began < TIME.toNanos()) {
            rounds++;
            S state = race.state().get();
            Thread one = new Thread(() -> race.one().accept(state));
            Thread two = new Thread(() -> race.two().accept(state));
            one.start();
            two.start();
            try {
                one.join();
                two.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
            if (!race.holds().test(state)) {
                return new Hunt(true, rounds);
            }
        }
        return new Hunt(false, rounds);
    }

    /** Two at a time may lose an element, or write beyond an array that the other has not made longer yet. */
    private static void fill(List<Integer> list) {
        for (int i = 0; i < ADDED; i++) {
            try {
                list.add(i);
            } catch (ArrayIndexOutOfBoundsException lost) {
                return;
            }
        }
    }

    private static String found(List<Hunt> hunts) {
        return hunts.stream().filter(Hunt::found).count() + " of " + hunts.size();
    }

    private static long rounds(List<Hunt> hunts) {
        List<Long> sorted = hunts.stream().map(Hunt::rounds).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
