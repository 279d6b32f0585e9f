package io.leadfactory.suite.benchmark.kit.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Puts the test-kit beside its peers and prints the tables:
 * {@code mvn verify -Pbenchmarks -Dbench.main=io.leadfactory.suite.benchmark.kit.peer.PeerTable}. Each trial has a JVM of its
 * own. {@code -Dbench.quick} takes a trial each of a tenth of the time.
 */
public final class PeerTable {
    private static final Map<String, String> TOOLS = Map.of(
            "kit", "perf-testkit",
            "junitperf", "JUnitPerf 1.37.0",
            "quickperf", "QuickPerf 1.1.0",
            "jmh", "JMH 1.37");
    private static final List<String> ORDER = List.of("kit", "junitperf", "quickperf", "jmh");
    private static final boolean QUICK = Boolean.getBoolean("bench.quick");
    private static final int MILLIS = QUICK ? 100 : 1_000;
    private static final int TRIALS = QUICK ? 1 : 6;
    private static final Path SOURCES = Path.of("src/benchmark/java/io/leadfactory/suite/benchmark/kit/peer");

    private PeerTable() {}

    private record Trial(List<String> result, double wallSeconds) {
        double figure(int index) {
            return Double.parseDouble(result.get(index));
        }
    }

    /**
     * Measures and prints.
     *
     * @param arguments none
     * @throws IOException if a JVM cannot be started or a source cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println("| | an empty operation, mean | spin 1/10/50 ms: mean, reported over true | p95 | p99"
                + " | wall time of that | lines of a check |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (String tool : ORDER) {
            Trial empty = trial(tool, "nothing", MILLIS);
            Trial mixture = trial(tool, "mixture", 3 * MILLIS);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f ns | %s | %s | %s | %.1f s | %s |%n",
                    TOOLS.get(tool),
                    empty.figure(0) * 1e6,
                    ratio(mixture, 0),
                    ratio(mixture, 1),
                    ratio(mixture, 2),
                    mixture.wallSeconds(),
                    lines(tool));
        }
        System.out.println();
        System.out.println("| identical code | rule | alarms | undecided | before and after, the widest ratio |");
        System.out.println("| --- | --- | ---: | ---: | ---: |");
        int alarms = 0;
        int undecided = 0;
        for (int i = 0; i < TRIALS; i++) {
            String verdict = trial("kit", "same", MILLIS).result().get(0);
            alarms += verdict.equals("FAIL") ? 1 : 0;
            undecided += verdict.equals("INCONCLUSIVE") ? 1 : 0;
        }
        System.out.printf(
                "| %s | isNotSlowerThan(percent(5)), one run | %d of %d | %d | - |%n",
                TOOLS.get("kit"), alarms, TRIALS, undecided);
        stored("junitperf", 0, 1.10, "mean of the run before, plus 10 %");
        stored("junitperf", 1, 1.20, "p95 of the run before, plus 20 %");
        stored("quickperf", 0, 1.20, "time of the run before, plus 20 %");
        stored("jmh", 0, 1.10, "score of the run before, plus 10 %");
    }

    private static void stored(String tool, int figure, double limit, String rule)
            throws IOException, InterruptedException {
        int alarms = 0;
        double widest = 1;
        for (int i = 0; i < TRIALS; i++) {
            double before = trial(tool, "busy", MILLIS).figure(figure);
            double ratio = trial(tool, "busy", MILLIS).figure(figure) / before;
            alarms += ratio > limit ? 1 : 0;
            widest = Math.abs(Math.log(ratio)) > Math.abs(Math.log(widest)) ? ratio : widest;
        }
        System.out.printf(
                Locale.ROOT, "| %s | %s | %d of %d | - | %.2f |%n", TOOLS.get(tool), rule, alarms, TRIALS, widest);
    }

    private static Trial trial(String tool, String operation, int millis) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dperf.progress=false",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                PeerTrial.class.getName(),
                tool,
                operation,
                Integer.toString(millis)));
        Path output = Files.createTempFile("peer", ".txt");
        try {
            long begin = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(tool + " did not end within 2 minutes on " + operation);
            }
            double wall = (System.nanoTime() - begin) / 1e9;
            String text = Files.readString(output, StandardCharsets.UTF_8);
            String result = text.lines()
                    .filter(line -> line.startsWith("RESULT "))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException(tool + " told no result of " + operation + ": " + text));
            return new Trial(Arrays.asList(result.substring("RESULT ".length()).split(" ")), wall);
        } finally {
            Files.delete(output);
        }
    }

    /** Renders what a tool reported over what was true; a figure that it does not report is a dash. */
    private static String ratio(Trial mixture, int index) {
        double ratio = mixture.figure(index) / mixture.figure(index + 3);
        return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.3f", ratio);
    }

    /** Counts the lines of a tool's check that are neither blank nor an import or the package. */
    private static String lines(String tool) throws IOException {
        String type = Map.of("kit", "Kit", "junitperf", "JUnitPerf", "quickperf", "QuickPerf", "jmh", "Jmh")
                .get(tool);
        Path source = SOURCES.resolve(type + "Check.java");
        if (!Files.exists(source)) {
            return "?";
        }
        return Long.toString(Files.readAllLines(source, StandardCharsets.UTF_8).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("package "))
                .count());
    }
}
