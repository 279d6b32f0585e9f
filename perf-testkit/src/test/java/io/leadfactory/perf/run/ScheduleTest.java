package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leadfactory.perf.define.Load;
import io.leadfactory.perf.define.Mix;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** When operations are due, who is wanted and which operation comes: without threads and without a clock. */
class ScheduleTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private static double[] seconds(Load load, int count) {
        Arrivals arrivals = new Arrivals(load);
        Arrivals.Due due = new Arrivals.Due();
        double[] seconds = new double[count];
        for (int i = 0; i < count; i++) {
            arrivals.take(due);
            assertThat(due.number()).isEqualTo(i);
            seconds[i] = due.offset() == Arrivals.NEVER ? Double.POSITIVE_INFINITY : due.offset() / 1e9;
        }
        return seconds;
    }

    @Test
    void arrivals_fixedRate_areAtEvenDistances() {
        assertThat(seconds(Load.open(4), 5)).containsExactly(0, 0.25, 0.5, 0.75, 1);
    }

    @Test
    void arrivals_ramp_comeAtTheRatesIntegral() {
        // 0 to 10 /s in 10 s is n = t * t / 2.
        double[] seconds = seconds(Load.open(1).stepTo(0, Duration.ofNanos(1)).rampTo(10, TEN), 51);
        for (int n = 0; n <= 50; n++) {
            assertThat(seconds[n]).isCloseTo(Math.sqrt(2 * n), within(1e-6));
        }
    }

    @Test
    void arrivals_rampDownToNothing_neverComeAfterIt() {
        double[] seconds = seconds(Load.open(10).rampTo(0, TEN), 52);
        assertThat(seconds[49]).isLessThan(10);
        assertThat(seconds[51]).isInfinite();
    }

    @Test
    void arrivals_steps_changeTheRateAtOnce() {
        double[] seconds = seconds(Load.open(1).hold(TEN).stepTo(100, TEN), 1_011);
        assertThat(seconds[10]).isEqualTo(10);
        assertThat(seconds[11]).isCloseTo(10.01, within(1e-9));
        // After the last stage its level goes on.
        assertThat(seconds[1_010]).isCloseTo(20, within(1e-9));
    }

    @Test
    void arrivals_poisson_haveExponentialGapsAndAreThoseOfTheSeed() {
        Load load = Load.open(100).poisson(42);
        double[] seconds = seconds(load, 20_000);
        double[] gaps = new double[seconds.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = seconds[i + 1] - seconds[i];
        }
        double mean = Arrays.stream(gaps).average().orElseThrow();
        double variance = Arrays.stream(gaps)
                .map(gap -> (gap - mean) * (gap - mean))
                .average()
                .orElseThrow();
        Arrays.sort(gaps);
        assertThat(mean).isCloseTo(0.01, within(0.0003));
        assertThat(Math.sqrt(variance)).isCloseTo(0.01, within(0.0004));
        assertThat(gaps[gaps.length / 2]).isCloseTo(0.01 * Math.log(2), within(0.0003));
        assertThat(seconds(load, 100)).isEqualTo(Arrays.copyOf(seconds, 100));
        assertThat(seconds(Load.open(100).poisson(43), 100)).isNotEqualTo(Arrays.copyOf(seconds, 100));
    }

    @Test
    void roster_ramp_wantsUsersOneAfterTheOther() {
        Roster roster = new Roster(Load.closed(1).rampTo(11, TEN).rampTo(1, TEN), 11);
        assertThat(roster.isSteady()).isFalse();
        assertThat(wanted(roster, 0, 0)).isZero();
        for (int user = 1; user < 10; user++) {
            assertThat(wanted(roster, user, 0)).isEqualTo(user);
            assertThat(wanted(roster, user, user + 0.5)).isEqualTo(user + 0.5);
            // Wanted until the level has fallen to the user's number.
            assertThat(wanted(roster, user, 20 - user - 0.1)).isEqualTo(20 - user - 0.1);
            assertThat(wanted(roster, user, 20 - user + 0.1)).isInfinite();
        }
        assertThat(wanted(roster, 0, 100)).isEqualTo(100);
    }

    @Test
    void roster_steps_letUsersComeBack() {
        Roster roster = new Roster(Load.closed(2).hold(TEN).stepTo(1, TEN).stepTo(2, TEN), 2);
        assertThat(wanted(roster, 1, 5)).isEqualTo(5);
        assertThat(wanted(roster, 1, 10)).isEqualTo(20);
        assertThat(wanted(roster, 1, 15)).isEqualTo(20);
    }

    @Test
    void roster_allUsersAtOnce_isSteady() {
        assertThat(new Roster(Load.closed(), 5).isSteady()).isTrue();
        assertThat(new Roster(Load.closed(5), 5).isSteady()).isTrue();
        Roster half = new Roster(Load.closed(5), 10);
        assertThat(half.isSteady()).isFalse();
        assertThat(wanted(half, 4, 3)).isEqualTo(3);
        assertThat(wanted(half, 5, 3)).isInfinite();
    }

    private static double wanted(Roster roster, int user, double seconds) {
        long offset = roster.wantedFrom(user, Math.round(seconds * 1e9));
        return offset == Roster.NEVER ? Double.POSITIVE_INFINITY : offset / 1e9;
    }

    @Test
    void deck_everyRound_holdsTheWeightsExactlyInAnotherOrder() {
        Mix mix = Mix.of("a", 50, () -> {}).and("b", 30, () -> {}).and("c", 20, () -> {});
        Deck deck = Deck.of(mix, 1);
        int[][] rounds = new int[100][10];
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 10; i++) {
                rounds[round][i] = deck.at(round * 10L + i);
            }
            assertThat(Arrays.stream(rounds[round]).sorted().toArray()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 2, 2);
        }
        assertThat(Arrays.stream(rounds).map(Arrays::toString).distinct().count())
                .isGreaterThan(50);
        // The same seed deals the same, wherever one begins.
        assertThat(Deck.of(mix, 1).at(537)).isEqualTo(rounds[53][7]);
        Deck other = Deck.of(mix, 2);
        assertThat(Arrays.stream(rounds).flatMapToInt(Arrays::stream).toArray())
                .isNotEqualTo(java.util.stream.LongStream.range(0, 1_000)
                        .mapToInt(other::at)
                        .toArray());
    }
}
