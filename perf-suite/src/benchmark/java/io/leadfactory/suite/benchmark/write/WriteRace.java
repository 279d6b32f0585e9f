package io.leadfactory.suite.benchmark.write;

import io.leadfactory.suite.benchmark.variant.Contender;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.LeadClient;
import io.leadfactory.suite.benchmark.work.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * All contenders on one database with one number of threads, round after round. For one thread.
 *
 * <p>In a round each kind of work is done by every contender in a random order, a block of a few milliseconds each, so that a
 * burst of another process falls on all of them alike; what is compared are blocks of the same round. A block is long
 * against the time in which caches fill again after the others. Only JaVers has blocks with fewer transactions.
 */
public final class WriteRace implements AutoCloseable {
    private static final int FEWEST_SINGLE = 4;
    private static final int MOST_TRANSACTIONS = 1000;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final List<Entrant> entrants = new ArrayList<>();
    private final Map<Work, Cell> cells = new EnumMap<>(Work.class);
    private final List<List<Work>> families;
    private final Crew crew;
    private final Random random;
    private final String name;
    private final Consumer<String> progress;

    /**
     * Prepares a race.
     *
     * @param families kinds of work that belong together: the later ones need what the earlier ones stored
     */
    public WriteRace(
            String database,
            List<Contender> contenders,
            List<List<Work>> families,
            int threads,
            long seed,
            Consumer<String> progress) {
        this.families = families;
        this.crew = new Crew(threads);
        this.random = new Random(seed);
        this.name = database + ", " + threads + (threads == 1 ? " thread" : " threads");
        this.progress = progress;
        for (Contender contender : contenders) {
            List<LeadClient> clients = IntStream.range(0, threads)
                    .mapToObj(i -> contender.client("t" + threads + "-" + i))
                    .toList();
            entrants.add(new Entrant(contender, clients, new HashMap<>()));
        }
        families.forEach(family -> family.forEach(work -> cells.put(work, new Cell(database, threads, work))));
    }

    /** {@return what each kind of work cost, warmed up} */
    public List<Cell> run(Pace pace) {
        long began = System.nanoTime();
        int rounds = 0;
        while (rounds < pace.fewestRounds() / 2
                || System.nanoTime() - began < pace.warmUp().toNanos()) {
            warmUp(pace.block());
            rounds++;
        }
        entrants.forEach(Entrant::forget);
        progress.accept(name + ": warmed up by " + rounds + " rounds");
        began = System.nanoTime();
        long line = began;
        rounds = 0;
        while (rounds < pace.fewestRounds()
                || System.nanoTime() - began < pace.measuring().toNanos()) {
            measure();
            rounds++;
            if (System.nanoTime() - line > BETWEEN_LINES.toNanos()) {
                line = System.nanoTime();
                progress.accept(name + ": round " + rounds + ", " + (line - began) / 1_000_000_000 + " s of "
                        + pace.measuring().toSeconds());
            }
        }
        progress.accept(name + ": " + rounds + " rounds measured");
        entrants.forEach(Entrant::forget);
        return List.copyOf(cells.values());
    }

    /** Sizes the blocks by CPU time, because the time by the clock depends on who else is working. */
    private void warmUp(Duration block) {
        for (List<Work> family : families) {
            Map<Boolean, Double> slowest = new HashMap<>();
            for (Entrant entrant : entrants) {
                for (Work work : family) {
                    double nanos = Math.max(1, block(entrant, family, work).cpuNanos() * crew.size());
                    slowest.merge(entrant.isSlow(), nanos, Math::max);
                }
            }
            int fewest = family.equals(Work.SINGLE) ? FEWEST_SINGLE : 1;
            for (Entrant entrant : entrants) {
                double fitting = block.toNanos() / slowest.getOrDefault(entrant.isSlow(), 1.0);
                entrant.transactions().put(family, (int) Math.max(fewest, Math.min(MOST_TRANSACTIONS, fitting)));
            }
        }
    }

    private void measure() {
        for (List<Work> family : families) {
            for (Work work : family) {
                Cell cell = Objects.requireNonNull(cells.get(work));
                Collections.shuffle(entrants, random);
                for (Entrant entrant : entrants) {
                    cell.add(entrant.contender().variant(), block(entrant, family, work));
                }
            }
        }
    }

    private Sample block(Entrant entrant, List<Work> family, Work work) {
        int count = entrant.transactions().getOrDefault(family, 1);
        return crew.block(entrant.contender(), entrant.clients(), work, count);
    }

    @Override
    public void close() {
        crew.close();
    }

    /** A contender with its users, and how many transactions each of them does in a block. */
    private record Entrant(Contender contender, List<LeadClient> clients, Map<List<Work>, Integer> transactions) {
        /** JaVers is ten times as slow; all others have blocks of the same number, since the first transaction is cold. */
        boolean isSlow() {
            return contender.variant() == Variant.JAVERS;
        }

        void forget() {
            contender.database().truncate(contender.auditTables());
        }
    }
}
