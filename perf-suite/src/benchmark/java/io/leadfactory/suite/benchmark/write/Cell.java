package io.leadfactory.suite.benchmark.write;

import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.Work;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured for one kind of work on one database with one number of threads. For one thread. */
public final class Cell {
    private final String database;
    private final int threads;
    private final Work work;
    private final Map<Variant, List<Sample>> samples = new EnumMap<>(Variant.class);

    /** Starts without samples. */
    public Cell(String database, int threads, Work work) {
        this.database = database;
        this.threads = threads;
        this.work = work;
    }

    /** {@return one cell for each work under each condition, of the first heat} */
    public static List<Cell> firsts(List<Cell> cells) {
        List<Cell> firsts = new ArrayList<>();
        for (Cell cell : cells) {
            if (firsts.stream().noneMatch(cell::isLike)) {
                firsts.add(cell);
            }
        }
        return firsts;
    }

    /** {@return the database's name} */
    public String database() {
        return database;
    }

    /** {@return how many threads worked} */
    public int threads() {
        return threads;
    }

    /** {@return the work} */
    public Work work() {
        return work;
    }

    /** {@return its name in a sentence, {@code "insert x50 on H2 with 8 threads"}} */
    public String shown() {
        return work.label() + " on " + database + " with " + threads + (threads == 1 ? " thread" : " threads");
    }

    /** {@return the samples of a variant, one for each round; empty if it was not measured} */
    public List<Sample> samples(Variant variant) {
        return samples.getOrDefault(variant, List.of());
    }

    /** {@return whether another cell is of the same work under the same conditions} It may be of another heat. */
    public boolean isLike(Cell other) {
        return database.equals(other.database) && threads == other.threads && work == other.work;
    }

    /** Adds what a variant cost in the next round. */
    public void add(Variant variant, Sample sample) {
        samples.computeIfAbsent(variant, v -> new ArrayList<>()).add(sample);
    }
}
