package io.leadfactory.perf;

import static io.leadfactory.perf.Perf.assertThat;
import static io.leadfactory.perf.define.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.define.Bytes;
import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Ruler;
import io.leadfactory.perf.define.SavedJar;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Ratio;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class PerfTest {
    @Test
    void measure_tenUsersOnOneMap_passesWideLimits() {
        // readme:measure
        ConcurrentHashMap<Long, Integer> map = new ConcurrentHashMap<>();
        Scenario scenario = Scenario.named("put into a map")
                .operation(user -> map.put(user.iteration(), user.index()))
                .users(10)
                .warmUp(WarmUp.iterations(1_000))
                .iterations(10_000)
                .build();
        Measurement measurement = Perf.measure(scenario);
        assertThat(measurement).errors().isZero().p95().isBelow(Duration.ofSeconds(5));
        // end:measure
        assertThat(measurement.samples()).isEqualTo(10_000);
        assertThat(measurement.warmUp().operations()).isEqualTo(1_000);
        assertThat(measurement.users()).isEqualTo(10);
    }

    @Test
    void judge_severalLimits_findsEach() {
        Measurement measurement = Perf.measure(Scenario.named("nothing")
                .operation(() -> {})
                .warmUp(WarmUp.none())
                .iterations(1_000)
                .build());
        // readme:judge
        Judgement judgement = Perf.judge(
                measurement,
                Limit.below(Metric.P99, Duration.ofSeconds(5)),
                Limit.below(Metric.ELAPSED, Duration.ofMinutes(5)));
        judgement.assertPassed();
        // end:judge
        assertThat(judgement.findings()).hasSize(2);
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void compare_twoOperations_givesTheirRatio() {
        byte[] bytes = new byte[10_000];
        // readme:compare
        PairedMeasurement pairs = Perf.compare(Comparison.named("CRC32C over CRC32")
                .reference(() -> new CRC32().update(bytes))
                .candidate(() -> new CRC32C().update(bytes))
                .pairs(40)
                .build());
        Finding finding = Judge.judge(Ratio.of(pairs), Limit.below(Metric.OVERHEAD, 100));
        // end:compare
        assertThat(finding.figure().samples()).isEqualTo(40);
        assertThat(finding.figure().hasInterval()).isTrue();
    }

    /** Stand for a benchmark of the reader's, and what it measures. */
    private static final class ParseOrders {}

    private static final class OrderParser {}

    /** Not run: it would be a test of the machine, and the release is not there. */
    static void examplesOfComparisons(Operation newParser) {
        // readme:release
        assertThat(Perf.compare(Comparison.named("parse orders: today against the last release")
                        .reference(SavedJar.of(Path.of("saved/orders-1.4.jar"), "com.acme.bench.ParseOrders"))
                        .candidate(SavedJar.ofClassPath(ParseOrders.class, OrderParser.class))
                        .tolerance(percent(5))
                        .budget(Duration.ofSeconds(10))
                        .build()))
                .isNotSlowerThan(percent(5));
        // end:release
        // readme:ruler
        assertThat(Perf.compare(Comparison.named("parse orders, in rulers")
                        .reference(Ruler.integers())
                        .candidate(newParser)
                        .build()))
                .takesAtMost(40);
        // end:ruler
    }

    @Test
    void compare_withTolerance_hasLooksOrSaysThatTheBudgetWasTooShort() {
        byte[] bytes = new byte[10_000];
        PairedMeasurement pairs = Perf.compare(Comparison.named("CRC32C over CRC32")
                .reference(() -> new CRC32().update(bytes))
                .candidate(() -> new CRC32C().update(bytes))
                .tolerance(percent(5))
                .budget(Duration.ofSeconds(1))
                .build());
        Judgement judgement = Perf.judge(pairs, Limit.atMost(Metric.OVERHEAD, 1.05));
        assertThat(judgement.findings()).hasSize(1);
        assertThat(pairs.plan()).isPresent();
        assertThat(pairs.pairs()).hasSizeGreaterThan(1);
    }

    @Test
    void memory_workThatKeepsNothing_hasATrend() {
        // readme:memory
        AtomicReference<String> latest = new AtomicReference<>("");
        MemoryTrend trend = Perf.memory(MemoryScenario.of(Scenario.named("build strings")
                .operation(user -> latest.set("lead ".repeat(100) + user.iteration()))
                .users(2)
                .warmUp(WarmUp.iterations(100))
                .iterations(1_000)
                .build()));
        assertThat(trend).retainedHeapGrowth().isBelow(Bytes.megabytes(50));
        // end:memory
        assertThat(trend.operations()).isEqualTo(10_000);
    }
}
