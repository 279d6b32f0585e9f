package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.leadfactory.perf.define.Load;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is reported beside what was injected, on a clock that only the operations move. */
class AccuracyTest {
    private final FakeTime time = new FakeTime();
    private final Runner runner = Runner.create().withTime(time);

    private static Scenario.Builder scenario() {
        return Scenario.named("s").warmUp(WarmUp.none());
    }

    private static double sorted(long[] times, double percentile) {
        return times[(int) Math.ceil(percentile / 100 * times.length) - 1];
    }

    @Test
    void percentiles_ofAKnownDistribution_areWithinAPerCent() {
        // Log-normal with a tail: median 200 us, one in a hundred ten times as long.
        Random random = new Random(7);
        long[] injected = new long[100_000];
        for (int i = 0; i < injected.length; i++) {
            double nanos = 200_000 * Math.exp(0.5 * random.nextGaussian()) * (random.nextInt(100) == 0 ? 10 : 1);
            injected[i] = Math.round(nanos);
        }
        Distribution reported = runner.measure(scenario()
                        .operation(user -> time.advanceNanos(injected[(int) user.iteration()]))
                        .iterations(injected.length)
                        .build())
                .responseTime();
        long[] truth = injected.clone();
        Arrays.sort(truth);
        for (double percentile : new double[] {50, 75, 90, 95, 99}) {
            assertThat(reported.percentileNanos(percentile))
                    .as("p" + percentile)
                    .isCloseTo(sorted(truth, percentile), withinPercentage(0.1));
        }
        assertThat(reported.percentileNanos(99.9)).isCloseTo(sorted(truth, 99.9), withinPercentage(0.1));
        assertThat(reported.meanNanos())
                .isCloseTo(Arrays.stream(truth).average().orElseThrow(), withinPercentage(1e-6));
        assertThat(reported.maxNanos()).isEqualTo((double) truth[truth.length - 1]);
    }

    @Test
    void freeze_sixOfTenSeconds_isReportedAsTheoryHasIt() {
        // 1 000 /s of 10 us each; from 2 s to 8 s nothing moves.
        long freezeBegin = time.nanos() + 2_000_000_000L;
        Distribution reported = runner.measure(scenario()
                        .operation(() -> {
                            if (time.nanos() >= freezeBegin && time.nanos() < freezeBegin + 1_000_000) {
                                time.advanceMillis(6_000);
                            }
                            time.advanceNanos(10_000);
                        })
                        .load(Load.open(1_000))
                        .duration(Duration.ofSeconds(10))
                        .build())
                .responseTime();
        // What is due k ms into the freeze waits 6 s - k ms and then its turn, k times 10 us: 0.99 ms less for each.
        assertThat(reported.samples()).isEqualTo(10_000);
        assertThat(reported.percentileNanos(50) / 1e6).isCloseTo(6_000 - 0.99 * 5_000, withinPercentage(2));
        assertThat(reported.percentileNanos(90) / 1e6).isCloseTo(6_000 - 0.99 * 1_000, withinPercentage(2));
        assertThat(reported.percentileNanos(99) / 1e6).isCloseTo(6_000 - 0.99 * 100, withinPercentage(2));
    }

    @Test
    void stalls_ofOneWorker_areSeenByAllThatWaited() {
        // Each 400th call takes 500 ms, the others 0.5 ms; 200 calls a second for 12 s.
        Measurement reported = runner.measure(scenario()
                .operation(user -> time.advanceNanos(user.iteration() % 400 == 399 ? 500_000_000 : 500_000))
                .load(Load.open(200))
                .duration(Duration.ofSeconds(12))
                .build());
        double[] truth = oneWorker();
        assertThat(reported.samples()).isEqualTo(2_400);
        assertThat(reported.responseTime().percentileNanos(95) / 1e6)
                .isCloseTo(396, withinPercentage(1))
                .isCloseTo(truth[(int) Math.ceil(0.95 * 2_400) - 1], withinPercentage(0.1));
        assertThat(reported.responseTime().percentileNanos(99) / 1e6)
                .isCloseTo(480, withinPercentage(1))
                .isCloseTo(truth[(int) Math.ceil(0.99 * 2_400) - 1], withinPercentage(0.1));
        assertThat(reported.serviceTime().orElseThrow().percentileNanos(95) / 1e6)
                .isLessThan(1);
    }

    /** Computed without the kit: arrivals each 5 ms to one server, first come first served. */
    private static double[] oneWorker() {
        double[] response = new double[2_400];
        double free = 0;
        for (int call = 0; call < response.length; call++) {
            double due = call * 5.0;
            free = Math.max(free, due) + (call % 400 == 399 ? 500 : 0.5);
            response[call] = free - due;
        }
        Arrays.sort(response);
        return response;
    }
}
