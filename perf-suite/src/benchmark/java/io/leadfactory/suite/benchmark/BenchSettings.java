package io.leadfactory.suite.benchmark;

import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to measure and for how long, from the system properties {@code bench.*}. Immutable.
 *
 * @param quick whether to prove only that the benchmarks work
 * @param seconds how long each race is measured
 * @param threads the numbers of threads
 * @param rows how many events the read side has
 * @param report the folder for the reports
 * @param only words that select databases, works, variants and parts; empty selects all
 */
record BenchSettings(boolean quick, int seconds, List<Integer> threads, int rows, Path report, Set<String> only) {
    static final String H2 = "h2";
    static final String POSTGRESQL = "postgresql";
    static final String WRITE = "write";
    static final String COUNTS = "counts";
    static final String STORAGE = "storage";
    static final String READ = "read";

    private static final List<String> DATABASES = List.of(H2, POSTGRESQL);
    private static final List<String> PARTS = List.of(WRITE, COUNTS, STORAGE, READ);

    static BenchSettings fromSystem() {
        boolean quick = !text("quick", "false").equals("false");
        List<Integer> threads = new ArrayList<>();
        for (String number : text("threads", quick ? "1" : "1,2,8").split(",", -1)) {
            threads.add(Integer.valueOf(number.trim()));
        }
        Set<String> only = new LinkedHashSet<>();
        for (String word : text("only", "").toLowerCase(Locale.ROOT).split("[, ]+", -1)) {
            if (!word.isEmpty()) {
                only.add(word.equals("pg") ? POSTGRESQL : word);
            }
        }
        Set<String> known = new TreeSet<>(DATABASES);
        known.addAll(PARTS);
        Arrays.stream(Work.values()).map(Work::token).forEach(known::add);
        Arrays.stream(Variant.values()).map(Variant::label).forEach(known::add);
        if (!known.containsAll(only)) {
            throw new IllegalArgumentException("bench.only must hold words of " + known + ": " + only);
        }
        return new BenchSettings(
                quick,
                Integer.parseInt(text("seconds", quick ? "1" : "20")),
                List.copyOf(threads),
                Integer.parseInt(text("rows", quick ? "4000" : "1000000")),
                Path.of(text("report", "target/benchmarks")),
                Set.copyOf(only));
    }

    private static String text(String name, String otherwise) {
        String value = System.getProperty("bench." + name, "").trim();
        return value.isEmpty() ? otherwise : value;
    }

    boolean measures(String database) {
        return chosen(DATABASES, database);
    }

    boolean writes() {
        return does(WRITE) || does(COUNTS) || does(STORAGE);
    }

    boolean does(String part) {
        return chosen(PARTS, part);
    }

    /** {@return the variants; no audit is always among them} */
    List<Variant> variants() {
        List<String> all = Arrays.stream(Variant.values()).map(Variant::label).toList();
        return Arrays.stream(Variant.values())
                .filter(variant -> variant == Variant.NONE || chosen(all, variant.label()))
                .toList();
    }

    /** {@return what runs together; beside no audit and audit-core there is another in each heat but perhaps the only one} */
    List<List<Variant>> heats() {
        List<List<Variant>> heats = new ArrayList<>();
        for (List<Variant> all : Variant.HEATS) {
            List<Variant> heat = all.stream().filter(variants()::contains).toList();
            if (heats.isEmpty() || !List.of(Variant.NONE, Variant.AUDIT_CORE).containsAll(heat)) {
                heats.add(heat);
            }
        }
        return heats;
    }

    boolean shows(Work work) {
        return chosen(Arrays.stream(Work.values()).map(Work::token).toList(), work.token());
    }

    /** {@return the kinds of work in the families that must run whole} */
    List<List<Work>> families() {
        return List.of(Work.SINGLE, Work.BULK).stream()
                .filter(family -> family.stream().anyMatch(this::shows))
                .toList();
    }

    Duration measuring() {
        return Duration.ofSeconds(seconds);
    }

    private boolean chosen(List<String> kind, String word) {
        return kind.stream().noneMatch(only::contains) || only.contains(word);
    }
}
