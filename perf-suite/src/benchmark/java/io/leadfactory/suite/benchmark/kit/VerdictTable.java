package io.leadfactory.suite.benchmark.kit;

import static io.leadfactory.perf.define.Percent.percent;

import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.SavedJar;
import io.leadfactory.perf.judge.ComparisonJudge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.ClockChoice.Clock;
import io.leadfactory.perf.measure.PairedMeasurement;
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
 * 0, 1 and 3 processes that burn the cores. Both sides come from jars of their own, so that each is loaded and compiled
 * anew for each comparison, and "the same code" is not the same compiled code. Prints a Markdown table:
 * {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.VerdictTable}; {@code -Dbench.seconds} is
 * how long it may take in all, {@code -Dbench.quick} makes that 20.
 */
public final class VerdictTable {
    private static final double TOLERANCE = 3;
    private static final double[] SLOWER = {0, 3, 5, 10, 20};
    private static final int[] BURNERS = {0, 1, 3};
    private static final int IDENTICAL_IN = 7;
    private static final int TURN = 8;

    /** One operation: its size, and how long a comparison may take. */
    private record Size(String name, double units, Duration budget) {}

    private static final List<Size> SIZES = List.of(
            new Size("50 us", 35, Duration.ofSeconds(10)),
            new Size("0.5 ms", 350, Duration.ofSeconds(10)),
            new Size("5 ms", 3_500, Duration.ofSeconds(20)));

    /** One comparison and what was said of it. */
    private record Said(
            Size size, double slower, int burners, Verdict verdict, Verdict byWall, double seconds, double ratio) {}

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
            for (int number : BURNERS) {
                try (Burners burners = new Burners(number)) {
                    for (int i = 0; i < TURN && System.nanoTime() < until; i++) {
                        compare(SIZES.get(size()), slower(), number);
                    }
                }
            }
        }
    }

    /** The long one is drawn in a tenth of the cases, because it takes the time of several others. */
    private int size() {
        return random.nextInt(10) == 0 ? 2 : random.nextInt(2);
    }

    /** Most are identical, because a false alarm is the rarest thing to be counted. */
    private double slower() {
        return random.nextInt(10) < IDENTICAL_IN ? 0 : SLOWER[1 + random.nextInt(SLOWER.length - 1)];
    }

    private void compare(Size size, double slower, int burners) throws IOException {
        Path reference = jar("reference", size.units());
        Path candidate = jar("candidate", size.units() * (1 + slower / 100));
        long began = System.nanoTime();
        PairedMeasurement pairs = Perf.compare(Comparison.named(size.name() + " +" + slower + " %")
                .reference(SavedJar.of(reference, KnownWork.class.getName()))
                .candidate(SavedJar.of(candidate, KnownWork.class.getName()))
                .tolerance(percent(TOLERANCE))
                .budget(size.budget())
                .seed(random.nextLong())
                .build());
        double seconds = (System.nanoTime() - began) / 1e9;
        Limit limit = Limit.atMost(Metric.OVERHEAD, 1 + TOLERANCE / 100);
        Verdict verdict = ComparisonJudge.judge(pairs, limit).verdict();
        double[] wall =
                PairedMeasurement.quadRatios(pairs.clock().clock() == Clock.WALL ? pairs.pairs() : pairs.otherPairs());
        Verdict byWall = byWall(wall, limit.value(), pairs.seed());
        double ratio = RatioInterval.median(PairedMeasurement.quadRatios(pairs.pairs()));
        all.add(new Said(size, slower, burners, verdict, byWall, seconds, ratio));
        System.out.printf(
                Locale.ROOT,
                "# %s +%.0f %% burners %d: %s, by wall %s, ratio %.4f, wall %.4f, %.2f s, %d pairs of %d, look %d, %s, %s%n",
                size.name(),
                slower,
                burners,
                verdict,
                byWall,
                ratio,
                RatioInterval.median(wall),
                seconds,
                pairs.pairs().size(),
                pairs.operationsPerBlock(),
                pairs.looks().size(),
                pairs.clock().reason(),
                pairs.looks().isEmpty() ? "" : pairs.looks().get(pairs.looks().size() - 1));
    }

    private static Verdict byWall(double[] ratios, double limit, long seed) {
        if (ratios.length < RatioInterval.FEWEST) {
            return Verdict.INCONCLUSIVE;
        }
        RatioInterval interval = RatioInterval.of(ratios, 0.99, seed);
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
                "%n| truth | operation | burners | comparisons | regression | pass | inconclusive | median s | ratio p5..p95 |"
                        + " by wall time: regression / inconclusive |%n"
                        + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
        for (double slower : SLOWER) {
            for (Size size : SIZES) {
                for (int number : BURNERS) {
                    row(
                            name(slower),
                            size.name(),
                            Integer.toString(number),
                            said -> said.slower() == slower && said.size().equals(size) && said.burners() == number);
                }
            }
            row(
                    "**" + name(slower) + "**",
                    "up to 0.5 ms",
                    "all",
                    said -> said.slower() == slower && !said.size().equals(SIZES.get(2)));
            row("**" + name(slower) + "**", "all", "all", said -> said.slower() == slower);
        }
    }

    private static String name(double slower) {
        return slower == 0 ? "identical" : String.format(Locale.ROOT, "+%.0f %%", slower);
    }

    private void row(String truth, String size, String burners, Predicate<Said> which) {
        List<Said> some = all.stream().filter(which).toList();
        if (some.isEmpty()) {
            return;
        }
        double[] seconds = some.stream().mapToDouble(Said::seconds).sorted().toArray();
        double[] ratios = some.stream().mapToDouble(Said::ratio).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %d | %d | %d | %d | %.1f | %.3f..%.3f | %d / %d |%n",
                truth,
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
