package io.leadfactory.suite.benchmark.kit;

import static io.leadfactory.perf.define.Percent.percent;

import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.SavedJar;
import io.leadfactory.perf.judge.ComparisonJudge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Ratio;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.ClockChoice.Clock;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import io.leadfactory.perf.measure.RatioInterval;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * What the kit says of comparisons whose truth is known: the same code, and 3, 5, 10 and 20 % more of the same work, with
 * 0, 1 and 3 processes that burn the cores. On the class path both sides share their code; from jars each side is loaded and
 * compiled anew, several times in a comparison, and "the same code" is not the same compiled code. Prints a Markdown table:
 * {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.VerdictTable}; {@code -Dbench.seconds} is
 * how long it may take in all, {@code -Dbench.quick} makes that 20; {@code -Dbench.from} names one of {@code class path} and
 * {@code jars}, {@code -Dbench.burners} one number of burners.
 */
public final class VerdictTable {
    private static final double TOLERANCE = 3;
    private static final List<String> FROM = List.of("class path", "jars");
    private static final double[] SLOWER = {0, 3, 5, 10, 20};
    private static final int[] BURNERS = {0, 1, 3};
    private static final int IDENTICAL_IN = 8;
    private static final int LONG_ONE_IN = 30;
    private static final int TURN = 8;

    /** One operation: its size, and how long a comparison may take. */
    private record Size(String name, double units, Duration budget, Duration shared) {
        /** Code that is loaded once has an answer sooner. */
        Duration budget(String from) {
            return from.equals(FROM.get(0)) ? shared : budget;
        }
    }

    private static final List<Size> SIZES = List.of(
            new Size("50 us", 35, Duration.ofSeconds(10), Duration.ofSeconds(4)),
            new Size("0.5 ms", 350, Duration.ofSeconds(10), Duration.ofSeconds(4)),
            new Size("5 ms", 3_500, Duration.ofSeconds(20), Duration.ofSeconds(20)));

    /** One comparison and what was said of it. */
    private record Said(
            String from,
            Size size,
            double slower,
            int burners,
            Verdict verdict,
            Verdict byWall,
            double seconds,
            double ratio) {}

    private final List<Said> all = new ArrayList<>();
    private final Random random = new Random();
    private final Path folder;
    private final long until;

    private VerdictTable(Path folder, long until) {
        this.folder = folder;
        this.until = until;
    }

    /**
     * Measures and prints.
     *
     * @param arguments none
     * @throws IOException if a jar cannot be written or a burner not be started
     */
    public static void main(String[] arguments) throws IOException {
        String seconds = System.getProperty("bench.seconds", "");
        double time = Boolean.getBoolean("bench.quick") ? 20 : seconds.isBlank() ? 1_500 : Double.parseDouble(seconds);
        Path folder = Files.createTempDirectory("verdicts");
        try {
            VerdictTable table = new VerdictTable(folder, System.nanoTime() + (long) (time * 1e9));
            table.measure();
            table.print();
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** The burners change after a few comparisons; within these, size and truth are drawn by lot. */
    private void measure() throws IOException {
        while (System.nanoTime() < until) {
            for (int number : numbers()) {
                try (Burners burners = new Burners(number)) {
                    for (int i = 0; i < TURN && System.nanoTime() < until; i++) {
                        compare(from(), SIZES.get(size()), slower(), number);
                    }
                }
            }
        }
    }

    private static int[] numbers() {
        String only = System.getProperty("bench.burners", "");
        return only.isBlank() ? BURNERS : new int[] {Integer.parseInt(only)};
    }

    private String from() {
        String only = System.getProperty("bench.from", "");
        if (!only.isBlank() && !FROM.contains(only)) {
            throw new IllegalArgumentException("bench.from must be one of " + FROM + ": " + only);
        }
        return only.isBlank() ? FROM.get(random.nextInt(FROM.size())) : only;
    }

    /** The long one is drawn rarely, because it takes the time of several others. */
    private int size() {
        return random.nextInt(LONG_ONE_IN) == 0 ? 2 : random.nextInt(2);
    }

    /** Most are identical, because a false alarm is the rarest thing to be counted. */
    private double slower() {
        return random.nextInt(10) < IDENTICAL_IN ? 0 : SLOWER[1 + random.nextInt(SLOWER.length - 1)];
    }

    private void compare(String from, Size size, double slower, int burners) throws IOException {
        Comparison.Builder comparison = Comparison.named(from + " " + size.name() + " +" + slower + " %")
                .tolerance(percent(TOLERANCE))
                .budget(size.budget(from))
                .seed(random.nextLong());
        double more = size.units() * (1 + slower / 100);
        if (from.equals(FROM.get(0))) {
            comparison.reference(work(size.units())).candidate(work(more));
        } else {
            comparison
                    .reference(SavedJar.of(jar("reference", size.units()), KnownWork.class.getName()))
                    .candidate(SavedJar.of(jar("candidate", more), KnownWork.class.getName()));
        }
        long began = System.nanoTime();
        PairedMeasurement pairs = Perf.compare(comparison.build());
        double seconds = (System.nanoTime() - began) / 1e9;
        Limit limit = Limit.atMost(Metric.OVERHEAD, 1 + TOLERANCE / 100);
        Verdict verdict = ComparisonJudge.judge(pairs, limit).verdict();
        List<Pair> wallPairs = pairs.clock().clock() == Clock.WALL ? pairs.pairs() : pairs.otherPairs();
        double[] wall = PairedMeasurement.quadRatios(wallPairs);
        Verdict byWall = byWall(pairs, wallPairs, limit.value());
        double ratio = Ratio.of(pairs).value();
        all.add(new Said(from, size, slower, burners, verdict, byWall, seconds, ratio));
        System.out.printf(
                Locale.ROOT,
                "# %s %s +%.0f %% burners %d: %s, by wall %s, ratio %.4f, wall %.4f, %.2f s, %d pairs of %d, look %d, %s, %s%n",
                from,
                size.name(),
                slower,
                burners,
                verdict,
                byWall,
                ratio,
                wall.length == 0 ? Double.NaN : RatioInterval.median(wall),
                seconds,
                pairs.pairs().size(),
                pairs.operationsPerBlock(),
                pairs.looks().size(),
                pairs.clock().reason(),
                pairs.looks().isEmpty() ? "" : pairs.looks().get(pairs.looks().size() - 1));
    }

    /** One place makes the operations of both sides, so that they are objects of one class and share its code. */
    private static Operation work(double units) {
        return new KnownWork(units)::call;
    }

    private static Verdict byWall(PairedMeasurement pairs, List<Pair> byWall, double limit) {
        boolean several = pairs.loads().areSeveral();
        double[] ratios = several
                ? PairedMeasurement.loadRatios(byWall, pairs.loads().pairs())
                : PairedMeasurement.quadRatios(byWall);
        if (ratios.length < (several ? Comparison.FEWEST_LOADS : RatioInterval.FEWEST)) {
            return Verdict.INCONCLUSIVE;
        }
        RatioInterval interval = several
                ? RatioInterval.ofLoads(ratios, 0.99, pairs.loads().oneSided())
                : RatioInterval.of(ratios, 0.99, pairs.seed());
        return interval.low() > limit ? Verdict.FAIL : interval.high() <= limit ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }

    private Path jar(String name, double units) throws IOException {
        Path jar = folder.resolve(name + ".jar");
        String type = KnownWork.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                InputStream code = KnownWork.class.getResourceAsStream("/" + type)) {
            if (code == null) {
                throw new IllegalStateException("no class file of " + KnownWork.class);
            }
            out.putNextEntry(new JarEntry(type));
            code.transferTo(out);
            out.putNextEntry(new JarEntry(type.substring(0, type.lastIndexOf('/') + 1) + KnownWork.UNITS));
            out.write(Double.toString(units).getBytes(StandardCharsets.US_ASCII));
        }
        return jar;
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%n| truth | code | operation | burners | comparisons | regression | pass | inconclusive | median s | ratio p5..p95 |"
                        + " by wall time: regression / inconclusive |%n"
                        + "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
        for (String from : FROM) {
            for (double slower : SLOWER) {
                print(from, slower);
            }
        }
    }

    private void print(String from, double slower) {
        Predicate<Said> these = said -> said.from().equals(from) && said.slower() == slower;
        Predicate<Said> brief = these.and(said -> !said.size().equals(SIZES.get(2)));
        for (int number : BURNERS) {
            row(
                    name(slower),
                    from,
                    "up to 0.5 ms",
                    Integer.toString(number),
                    brief.and(said -> said.burners() == number));
        }
        row("**" + name(slower) + "**", from, "up to 0.5 ms", "all", brief);
        row(name(slower), from, "5 ms", "all", these.and(said -> said.size().equals(SIZES.get(2))));
    }

    private static String name(double slower) {
        return slower == 0 ? "identical" : String.format(Locale.ROOT, "+%.0f %%", slower);
    }

    private void row(String truth, String from, String size, String burners, Predicate<Said> which) {
        List<Said> some = all.stream().filter(which).toList();
        if (some.isEmpty()) {
            return;
        }
        double[] seconds = some.stream().mapToDouble(Said::seconds).sorted().toArray();
        double[] ratios = some.stream().mapToDouble(Said::ratio).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %d | %d | %d | %d | %.1f | %.3f..%.3f | %d / %d |%n",
                truth,
                from,
                size,
                burners,
                some.size(),
                count(some, said -> said.verdict() == Verdict.FAIL),
                count(some, said -> said.verdict() == Verdict.PASS),
                count(some, said -> said.verdict() == Verdict.INCONCLUSIVE),
                RatioInterval.median(seconds),
                ratios[(int) (0.05 * ratios.length)],
                ratios[(int) (0.95 * (ratios.length - 1))],
                count(some, said -> said.byWall() == Verdict.FAIL),
                count(some, said -> said.byWall() == Verdict.INCONCLUSIVE));
    }

    private static long count(List<Said> some, Predicate<Said> which) {
        return some.stream().filter(which).count();
    }
}
