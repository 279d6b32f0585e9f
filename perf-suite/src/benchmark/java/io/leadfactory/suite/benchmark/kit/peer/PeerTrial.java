package io.leadfactory.suite.benchmark.kit.peer;

import com.github.noconnor.junitperf.data.EvaluationContext;
import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.Percent;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.measure.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * One tool measures one operation in this JVM; {@link PeerTable} starts it. The last line that it prints is
 * {@code RESULT mean p95 p99 truth-mean truth-p95 truth-p99} in milliseconds, or {@code RESULT verdict}.
 */
public final class PeerTrial {
    private static final Pattern QUICK_PERF = Pattern.compile("([0-9]+(?: [0-9]{3})*) ns");

    private PeerTrial() {}

    /**
     * Measures and prints.
     *
     * @param arguments the tool, the operation, and how many milliseconds to measure
     * @throws Exception if the tool cannot measure
     */
    public static void main(String[] arguments) throws Exception {
        String operation = arguments[1];
        int millis = Integer.parseInt(arguments[2]);
        String result = switch (arguments[0]) {
            case "kit" -> operation.equals("same") ? same(millis) : kit(operation, millis);
            case "junitperf" -> junitPerf(operation, millis);
            case "quickperf" -> quickPerf(operation);
            case "jmh" -> jmh(operation, millis);
            default -> throw new IllegalArgumentException("unknown tool: " + arguments[0]);
        };
        System.out.println("RESULT " + result);
    }

    private static String kit(String operation, int millis) {
        Measurement measurement = Perf.measure(Perf.scenario(operation)
                .operation(user -> {
                    if (operation.equals("mixture")) {
                        if (user.warmingUp()) {
                            Work.forget();
                        }
                        Work.mixture();
                    } else if (operation.equals("busy")) {
                        Work.busy();
                    } else {
                        Work.nothing();
                    }
                })
                .warmUp(io.leadfactory.perf.define.WarmUp.detected(Duration.ofMillis(millis)))
                .duration(Duration.ofMillis(millis))
                .build());
        return figures(
                measurement.responseTime().meanNanos() / 1e6,
                measurement.responseTime().percentileNanos(95) / 1e6,
                measurement.responseTime().percentileNanos(99) / 1e6);
    }

    /** The kit's own rule for identical code: both sides in one run, at most 5 % slower. */
    private static String same(int millis) {
        return Perf.judge(
                        Perf.compare(Comparison.named("the same")
                                .reference(() -> Work.busy())
                                .candidate(() -> Work.busy())
                                .tolerance(Percent.percent(5))
                                .budget(Duration.ofMillis(2L * millis))
                                .build()),
                        Limit.atMost(Metric.OVERHEAD, 1.05))
                .verdict()
                .name();
    }

    private static String junitPerf(String operation, int millis) {
        // Its warm-up is part of its duration, and cannot be told apart by the mixture, which needs none.
        int warmUp = operation.equals("mixture") ? 0 : millis;
        System.setProperty("junitperf.durationMs", Integer.toString(warmUp + millis));
        System.setProperty("junitperf.warmUpMs", Integer.toString(warmUp));
        test(JUnitPerfProbe.class, operation);
        EvaluationContext context =
                Objects.requireNonNull(JUnitPerfProbe.LAST.get(), "JUnitPerf handed no result to its report");
        return figures(
                context.getMeanLatencyMs(), context.getLatencyPercentileMs(95), context.getLatencyPercentileMs(99));
    }

    private static String quickPerf(String operation) {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        test(QuickPerfProbe.class, operation);
        System.setOut(console);
        String text = printed.toString(StandardCharsets.UTF_8);
        Matcher matcher = QUICK_PERF.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("QuickPerf printed no time: " + text);
        }
        double nanos = Double.parseDouble(matcher.group(1).replace(" ", ""));
        double each = operation.equals("nothing") ? nanos : nanos / QuickPerfProbe.REPEATED;
        return figures(each / 1e6, Double.NaN, Double.NaN);
    }

    private static String jmh(String operation, int millis) throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true");
        RunResult result = new Runner(new OptionsBuilder()
                        .include(JmhProbe.class.getName() + "." + operation + "$")
                        .forks(0)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(millis))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(millis))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        Statistics statistics = result.getPrimaryResult().getStatistics();
        boolean samples = operation.equals("mixture");
        return figures(
                result.getPrimaryResult().getScore() / 1e6,
                samples ? statistics.getPercentile(95) / 1e6 : Double.NaN,
                samples ? statistics.getPercentile(99) / 1e6 : Double.NaN);
    }

    private static void test(Class<?> type, String method) {
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectMethod(type, method))
                        .build());
    }

    private static String figures(double mean, double p95, double p99) {
        double[] truth = Work.truth();
        return String.format(
                Locale.ROOT, "%.6f %.6f %.6f %.6f %.6f %.6f", mean, p95, p99, truth[0], truth[1], truth[2]);
    }
}
