package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.HostActivity;
import io.leadfactory.perf.machine.MachineUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SweepMeasurementTest {
    private static final double[] USERS = {1, 2, 4, 8, 16, 32};

    private static double law(double n, double lambda, double sigma, double kappa) {
        return lambda * n / (1 + sigma * (n - 1) + kappa * n * (n - 1));
    }

    /** A round in which each user was busy all the time: throughput and response time follow from each other. */
    private static Measurement round(int users, double throughput) {
        Recorder recorder = Recorder.closed();
        long nanos = Math.round(users * 1e9 / throughput);
        long operations = Math.round(throughput);
        for (long i = 0; i < operations; i++) {
            recorder.record((i / users + 1) * nanos, nanos);
        }
        return Measurement.of("sweep")
                .add(recorder)
                .users(users, false)
                .time(Instant.EPOCH, Duration.ofSeconds(1))
                .cost(0.5, 0, GcActivity.none())
                .build();
    }

    private static SweepMeasurement sweep(double[] noise, int... users) {
        List<SweepLevel> levels = new ArrayList<>();
        for (int n : users) {
            List<Measurement> rounds = new ArrayList<>();
            for (double factor : noise) {
                rounds.add(round(n, factor * law(n, 1_000, 0.05, 0.001)));
            }
            levels.add(SweepLevel.of(rounds, Duration.ZERO));
        }
        return new SweepMeasurement("sweep", Instant.EPOCH, Duration.ofSeconds(1), 2, levels, 1);
    }

    @Test
    void law_exactPoints_isFoundExactly() {
        double[] points = new double[USERS.length];
        for (int i = 0; i < USERS.length; i++) {
            points[i] = law(USERS[i], 1_000, 0.05, 0.002);
        }
        ScalabilityLaw law = ScalabilityLaw.fit(USERS, List.of(points, points)).orElseThrow();
        assertThat(law.perUser()).isCloseTo(1_000, within(1e-6));
        assertThat(law.contention()).isCloseTo(0.05, within(1e-9));
        assertThat(law.coherence()).isCloseTo(0.002, within(1e-9));
        assertThat(law.peakUsers()).isCloseTo(Math.sqrt(0.95 / 0.002), within(1e-6));
        assertThat(law.throughput(64)).isCloseTo(law(64, 1_000, 0.05, 0.002), within(1e-6));
        assertThat(law.worstMiss()).isLessThan(1e-9);
    }

    @Test
    void law_betterThanLinear_isNotBelowZero() {
        double[] points = {100, 210, 440, 900, 1_850, 3_700};
        ScalabilityLaw law = ScalabilityLaw.fit(USERS, List.of(points, points)).orElseThrow();
        assertThat(law.contention()).isZero();
        assertThat(law.coherence()).isZero();
        assertThat(law.peakUsers()).isInfinite();
        assertThat(law.peakInterval().high()).isInfinite();
        assertThat(law.worstMiss()).isBetween(0.01, 0.2);
    }

    @Test
    void law_noisyRounds_coversTheTruthNineteenTimesOfTwenty() {
        Random random = new Random(42);
        int trials = 1_000;
        int lambda = 0;
        int sigma = 0;
        int kappa = 0;
        double off = 0;
        for (int trial = 0; trial < trials; trial++) {
            List<double[]> rounds = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                double[] points = new double[USERS.length];
                for (int i = 0; i < USERS.length; i++) {
                    points[i] = law(USERS[i], 1_000, 0.08, 0.0015) * Math.exp(0.05 * random.nextGaussian());
                }
                rounds.add(points);
            }
            ScalabilityLaw law = ScalabilityLaw.fit(USERS, rounds).orElseThrow();
            lambda += holds(law.perUserInterval(), 1_000);
            sigma += holds(law.contentionInterval(), 0.08);
            kappa += holds(law.coherenceInterval(), 0.0015);
            off += Math.abs(law.coherence() / 0.0015 - 1) / trials;
        }
        assertThat(lambda).isBetween(920, 985);
        assertThat(sigma).isBetween(920, 985);
        assertThat(kappa).isBetween(920, 985);
        assertThat(off).isLessThan(0.15);
    }

    private static int holds(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }

    @Test
    void describeLaw_tooFewLevels_saysSo() {
        SweepMeasurement sweep = sweep(new double[] {1, 1.01, 0.99}, 1, 2, 4);
        assertThat(sweep.law()).isEmpty();
        assertThat(sweep.describeLaw())
                .isEqualTo("too few points for the Universal Scalability Law: it needs 4 levels, there are 3");
        assertThat(sweep(new double[] {1, 1.01, 0.99}, 1, 2, 4, 8).describeLaw())
                .startsWith("contention 0.05")
                .contains("peak at 3")
                .contains("the worst point lies 0.");
    }

    @Test
    void ratios_aSlowRound_doesNotCount() {
        // The third round was three times slower for everybody.
        SweepMeasurement sweep = sweep(new double[] {1, 1, 0.33, 1}, 1, 8);
        Estimate slower = sweep.slowDown(8).orElseThrow();
        double truth = 8_000 / law(8, 1_000, 0.05, 0.001);
        assertThat(slower.value()).isCloseTo(truth, within(0.01));
        assertThat(slower.interval().high() / slower.interval().low()).isLessThan(1.02);
        assertThat(sweep.efficiency(8).orElseThrow().value()).isCloseTo(1 / truth, within(0.01));
        assertThat(sweep.level(8).throughputInterval().high()
                        / sweep.level(8).throughputInterval().low())
                .isGreaterThan(1.5);
    }

    @Test
    void littlesLaw_usersWhoAreBusyOrPause_holds() {
        SweepLevel level = sweep(new double[] {1, 1, 1}, 1, 8).level(8);
        assertThat(level.accountedUsers()).isCloseTo(8, within(0.05));
        assertThat(level.holdsLittlesLaw()).isTrue();
        // Half of the time in something that is neither operation nor pause.
        Recorder recorder = Recorder.closed();
        for (int i = 1; i <= 500; i++) {
            recorder.record(i * 2_000_000L, 1_000_000);
        }
        Measurement half = Measurement.of("s")
                .add(recorder)
                .time(Instant.EPOCH, Duration.ofSeconds(1))
                .build();
        assertThat(SweepLevel.of(List.of(half), Duration.ZERO).holdsLittlesLaw())
                .isFalse();
        assertThat(SweepLevel.of(List.of(half), Duration.ofMillis(1)).holdsLittlesLaw())
                .isTrue();
    }

    @Test
    void level_ofRounds_joinsThem() {
        Measurement joined = sweep(new double[] {1, 0.5}, 1, 4).level(4).measurement();
        double each = law(4, 1_000, 0.05, 0.001);
        assertThat(joined.samples()).isEqualTo(Math.round(each) + Math.round(each / 2));
        assertThat(joined.elapsed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(joined.min().toNanos()).isEqualTo(Math.round(4e9 / each));
        assertThat(joined.max().toNanos()).isEqualTo(Math.round(8e9 / each));
        assertThat(joined.cpuShare()).isEqualTo(0.5);
        assertThat(joined.timeline().stream().mapToLong(Slot::count).sum()).isEqualTo(joined.samples());
        // The second round, which is slower, comes after the first.
        List<Slot> slots = joined.timeline();
        assertThat(slots.get(slots.size() - 1).mean())
                .isGreaterThan(slots.get(0).mean());
    }

    @Test
    void level_thatWasNotMeasured_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sweep(new double[] {1, 1}, 1, 8).level(4))
                .withMessage("sweep \"sweep\" has no level of 4 users: known are [1, 8]");
    }

    private static SweepMeasurement ratios(double... logs) {
        List<Measurement> one = new ArrayList<>();
        List<Measurement> two = new ArrayList<>();
        for (double log : logs) {
            Recorder recorder = Recorder.closed();
            recorder.record(1, Math.round(1e9 * Math.exp(log)));
            one.add(round(1, 1));
            two.add(Measurement.of("sweep")
                    .add(recorder)
                    .users(2, false)
                    .time(Instant.EPOCH, Duration.ofNanos(Math.round(1e9 * Math.exp(log))))
                    .build());
        }
        return new SweepMeasurement(
                "sweep",
                Instant.EPOCH,
                Duration.ofSeconds(1),
                2,
                List.of(SweepLevel.of(one, Duration.ZERO), SweepLevel.of(two, Duration.ZERO)),
                1);
    }

    @Test
    void likelihood_ofRounds_isThatOfStudentsT() {
        // The mean of the logarithms is 2, its standard error 1 / sqrt(3): t is 2 sqrt(3) with two degrees of freedom.
        double tail = 0.5 * (1 - Math.sqrt(12.0 / 14));
        assertThat(ratios(1, 2, 3).slowDownLikelihood(2, 1)).isCloseTo(tail, within(1e-6));
        assertThat(ratios(1, 2, 3).slowDownLikelihood(2, Math.exp(4))).isCloseTo(tail, within(1e-6));
        assertThat(ratios(1, 2, 3).slowDownLikelihood(2, Math.exp(2))).isCloseTo(0.5, within(1e-6));
        // One operation of each level in its time, but half as many for each user.
        assertThat(ratios(1, 2, 3).efficiencyLikelihood(2, 0.5)).isCloseTo(tail, within(1e-6));
        assertThat(ratios(1, 1, 1).slowDownLikelihood(2, 1)).isZero();
    }

    private static Measurement costly(int seconds, double stolen, long late) {
        Recorder recorder = Recorder.open();
        recorder.recordDue(0, late, late + 10);
        return Measurement.of("sweep")
                .add(recorder)
                .time(Instant.EPOCH, Duration.ofSeconds(seconds))
                .allocation(new Allocation(seconds, 10 * seconds, 7, Allocation.Scope.ALL_THREADS))
                .gc(new GcActivity(
                        5,
                        Duration.ofMillis(50),
                        1,
                        Duration.ofMillis(seconds),
                        Optional.of(Duration.ofMillis(seconds))))
                .count("statements", new Count(seconds, 1))
                .machine(
                        new MachineUse(
                                1,
                                seconds,
                                0,
                                new HostActivity(2, seconds * 1e9, 2, 1, stolen, 0),
                                Fitness.notChecked()),
                        Optional.empty())
                .build();
    }

    @Test
    void level_ofRounds_keepsWhatTheyCost() {
        Measurement joined = SweepLevel.of(List.of(costly(1, 0, 100), costly(3, 0.04, 300)), Duration.ZERO)
                .measurement();
        assertThat(joined.gc())
                .as("a concurrent cycle is no pause")
                .isEqualTo(new GcActivity(
                        10, Duration.ofMillis(100), 2, Duration.ofMillis(4), Optional.of(Duration.ofMillis(3))));
        assertThat(joined.counts()).containsExactly(java.util.Map.entry("statements", new Count(4, 2)));
        assertThat(joined.allocation()).isEqualTo(new Allocation(2, 20, 14, Allocation.Scope.ALL_THREADS));
        assertThat(joined.generatorLateness().orElseThrow().samples()).isEqualTo(2);
        assertThat(joined.machine().busyCores()).as("by time").isCloseTo(2.5, within(1e-9));
        assertThat(joined.machine().host().stealShare()).isCloseTo(0.03, within(1e-9));
        assertThat(joined.machine().host().elapsedNanos()).isEqualTo(4e9);
    }

    @Test
    void level_ofARoundThatDoesNotKnowItsLongestPause_doesNotKnowIt() {
        GcActivity known = new GcActivity(1, Duration.ZERO, 1, Duration.ZERO, Optional.of(Duration.ofMillis(1)));
        GcActivity unknown = new GcActivity(1, Duration.ZERO);
        assertThat(known.plus(unknown).longestPause()).isEqualTo(unknown.longestPause());
    }

    @Test
    void curve_ofASweep_keepsItsPointsAndItsLaw() {
        SweepMeasurement sweep = sweep(new double[] {1, 1.01, 0.99}, 1, 2, 4, 8);

        ScalingCurve curve = sweep.curve();

        assertThat(curve.mostUsers()).isEqualTo(8);
        assertThat(curve.rounds()).isEqualTo(3);
        assertThat(curve.cores()).isEqualTo(2);
        assertThat(curve.law()).isEqualTo(sweep.law());
        assertThat(curve.description()).isEqualTo(sweep.describeLaw());
        assertThat(curve.points()).extracting(ScalingCurve.Point::users).containsExactly(1, 2, 4, 8);
        ScalingCurve.Point four = curve.points().get(2);
        assertThat(four.throughput()).isEqualTo(sweep.level(4).measurement().throughput());
        assertThat(four.throughputInterval()).contains(sweep.level(4).throughputInterval());
        assertThat(four.meanInterval()).isEqualTo(sweep.level(4).meanInterval());
        assertThat(four.accountedUsers()).isCloseTo(4, within(0.05));
    }

    @Test
    void curve_levelWithoutSamples_isUnknown() {
        Measurement none = Measurement.of("sweep").users(2, false).build();
        List<SweepLevel> levels = List.of(
                SweepLevel.of(List.of(round(1, 100), round(1, 101), round(1, 99)), Duration.ZERO),
                SweepLevel.of(List.of(none, none, none), Duration.ZERO));

        ScalingCurve.Point point = new SweepMeasurement("sweep", Instant.EPOCH, Duration.ofSeconds(1), 2, levels, 1)
                .curve()
                .points()
                .get(1);

        assertThat(point.throughput()).isNaN();
        assertThat(point.meanNanos()).isNaN();
        assertThat(point.p95Nanos()).isNaN();
        assertThat(point.throughputInterval()).isEmpty();
        assertThat(point.meanInterval()).isEmpty();
    }

    @Test
    void curve_pointsThatDoNotAscend_areRefused() {
        List<ScalingCurve.Point> points =
                sweep(new double[] {1, 1.01, 0.99}, 1, 2, 4, 8).curve().points();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ScalingCurve("s", 2, 3, List.of(points.get(1), points.get(0)), Optional.empty(), "none"))
                .withMessage("points must ascend: [2, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScalingCurve("s", 2, 3, List.of(points.get(0)), Optional.empty(), "none"))
                .withMessage("a scaling curve has at least two points: 1");
    }
}
