package io.leadfactory.budget.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Window;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecasterTest {
    private static final long UNIT = 1_000_000_000L;
    private static final ReservationId SOMEBODY = new ReservationId(1, 1);
    private static final Instant MIDNIGHT = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant NOON = MIDNIGHT.plus(Duration.ofHours(12));
    private static final Forecaster LAST_HOUR = Forecaster.overLast(Duration.ofHours(1));

    private final Budget daily = Budget.named("openai")
            .limit("1000")
            .stopAt("0.95")
            .per(Period.day())
            .build();
    private final Window today = daily.windowAt(NOON);

    @Test
    void of_constantSpending_isThatInstantWithANarrowRange() {
        // One unit a minute; 720 are spent at noon, 230 are left.
        List<Entry> entries = everyMinute(MIDNIGHT, NOON, UNIT);

        Forecast forecast = LAST_HOUR.of(daily, today, entries, NOON);

        assertThat(forecast).isInstanceOf(Forecast.Expected.class);
        Forecast.Expected expected = (Forecast.Expected) forecast;
        Instant truth = NOON.plus(Duration.ofMinutes(230));
        assertThat(expected.at()).isBetween(truth.minusSeconds(300), truth.plusSeconds(300));
        assertThat(expected.earliest()).isAfter(truth.minusSeconds(1800)).isBeforeOrEqualTo(expected.at());
        assertThat(expected.latest().orElseThrow())
                .isBefore(truth.plusSeconds(1800))
                .isAfterOrEqualTo(expected.at());
        assertThat(forecast.rate().per(Duration.ofHours(1))).isEqualByComparingTo("60");
        assertThat(forecast.exhaustedAt()).contains(expected.at());
        assertThat(forecast.message())
                .isEqualTo(
                        "budget \"openai\" reaches its stop line at %s, in 9 of 10 cases from %s to %s;"
                                + " it spends 60.00 an hour",
                        expected.at(), expected.earliest(), expected.latest().orElseThrow());
    }

    @Test
    void of_slowSpending_isNotBeforeTheEnd() {
        List<Entry> entries = everyMinute(MIDNIGHT, NOON, UNIT / 10);

        Forecast forecast = LAST_HOUR.of(daily, today, entries, NOON);

        assertThat(forecast)
                .isEqualTo(new Forecast.NotBeforeTheEnd(
                        "openai",
                        new BurnRate(6 * UNIT, Duration.ofHours(1), 60),
                        today.end().orElseThrow(),
                        Optional.empty()));
        assertThat(forecast.exhaustedAt()).isEmpty();
        assertThat(forecast.message())
                .isEqualTo("budget \"openai\" does not reach its stop line before 2026-11-24T00:00:00Z;"
                        + " it spends 6.00 an hour");
    }

    @Test
    void of_uncertainAboutTheEnd_saysBothSides() {
        // A burst of 100 in one of 24 intervals, three times: about 300 an hour or not, and 650 left at half past nine.
        Instant now = MIDNIGHT.plus(Duration.ofHours(22));
        List<Entry> entries = new ArrayList<>();
        for (int burst : List.of(3, 25, 47)) {
            for (int i = 0; i < 10; i++) {
                entries.add(spend(now.minus(Duration.ofMinutes(burst)), 10 * UNIT));
            }
        }

        Forecast likely = LAST_HOUR.of(budget("600"), today, entries, now);
        Forecast unlikely = LAST_HOUR.of(budget("1200"), today, entries, now);

        assertThat(likely).isInstanceOfSatisfying(Forecast.Expected.class, expected -> {
            assertThat(expected.latest()).isEmpty();
            assertThat(expected.message()).contains("on or not before the end");
        });
        assertThat(unlikely).isInstanceOfSatisfying(Forecast.NotBeforeTheEnd.class, not -> {
            assertThat(not.earliest()).isPresent();
            assertThat(not.message()).contains(", though it could from ");
        });
    }

    @Test
    void of_nothingSpent_saysThatItCannotSay() {
        Forecast forecast = LAST_HOUR.of(daily, today, List.of(), NOON);

        assertThat(forecast.message())
                .isEqualTo("cannot say when budget \"openai\" reaches its stop line:"
                        + " at least 5 spends are needed, and there were 0 within PT1H");
        assertThat(forecast.rate()).isEqualTo(new BurnRate(0, Duration.ofHours(1), 0));
    }

    @Test
    void of_justBegun_saysThatItCannotSay() {
        Instant now = MIDNIGHT.plusSeconds(30);

        Forecast forecast = LAST_HOUR.of(daily, today, everySecond(MIDNIGHT, now, UNIT), now);

        assertThat(forecast.message()).endsWith("at least PT2M30S must have passed, and it was PT30S");
        assertThat(LAST_HOUR.rate(today, List.of(), MIDNIGHT)).isEqualTo(new BurnRate(0, Duration.ZERO, 0));
        assertThat(LAST_HOUR.rate(today, List.of(), MIDNIGHT).per(Duration.ofHours(1)))
                .isZero();
    }

    @Test
    void of_stopLineReached_saysSo() {
        List<Entry> entries = List.of(spend(NOON.minusSeconds(9), 900 * UNIT), hold(NOON, 50 * UNIT));

        Forecast forecast = LAST_HOUR.of(daily, today, entries, NOON);

        assertThat(forecast.exhaustedAt()).contains(NOON);
        assertThat(forecast.message()).isEqualTo("budget \"openai\" is at its stop line");
    }

    @Test
    void of_holds_countAsSpentRoomButNotAsRate() {
        List<Entry> entries = everyMinute(MIDNIGHT, NOON, UNIT);
        Instant without =
                LAST_HOUR.of(daily, today, entries, NOON).exhaustedAt().orElseThrow();
        entries.add(hold(NOON.minusSeconds(1), 60 * UNIT));

        assertThat(LAST_HOUR.of(daily, today, entries, NOON).exhaustedAt())
                .contains(without.minus(Duration.ofHours(1)));
    }

    @Test
    void of_refunds_slowItDown() {
        List<Entry> entries = everyMinute(MIDNIGHT, NOON, UNIT);
        Instant before = LAST_HOUR.of(daily, today, entries, NOON).exhaustedAt().orElseThrow();
        for (int i = 1; i <= 6; i++) {
            entries.add(spend(NOON.minus(Duration.ofMinutes(10L * i)), -5 * UNIT));
        }
        assertThat(LAST_HOUR.of(daily, today, entries, NOON).exhaustedAt().orElseThrow())
                .isAfter(before.plus(Duration.ofHours(3)));

        // More comes back than is spent.
        entries.add(spend(NOON.minusSeconds(1), -100 * UNIT));
        Forecast forecast = LAST_HOUR.of(daily, today, entries, NOON);
        assertThat(forecast).isInstanceOf(Forecast.NotBeforeTheEnd.class);
        assertThat(forecast.rate().per(Duration.ofHours(1))).isNegative();
    }

    @Test
    void of_periodThatNeverEnds_countsFromTheFirstEntryAndLooksAHundredYearsAhead() {
        Budget total = Budget.named("total").limit("1000").build();
        Window always = total.windowAt(NOON);
        List<Entry> entries = everyMinute(NOON.minus(Duration.ofMinutes(30)), NOON, UNIT);

        Forecast forecast = LAST_HOUR.of(total, always, entries, NOON);
        Forecast slow = LAST_HOUR.of(
                Budget.named("total").limit("1000000000").build(),
                always,
                everyMinute(NOON.minus(Duration.ofMinutes(30)), NOON, UNIT / 1000),
                NOON);

        assertThat(forecast.rate().over()).isEqualTo(Duration.ofMinutes(30));
        assertThat(forecast.rate().per(Duration.ofMinutes(1))).isEqualByComparingTo("1");
        assertThat(forecast.exhaustedAt()).contains(NOON.plus(Duration.ofMinutes(920)));
        assertThat(slow)
                .isInstanceOfSatisfying(
                        Forecast.NotBeforeTheEnd.class,
                        not -> assertThat(not.end()).isEqualTo(NOON.plus(Duration.ofDays(36525))));
    }

    @Test
    void of_olderEntriesFolded_looksAtWhatIsKept() {
        List<Entry> entries = everySecond(NOON.minusSeconds(20), NOON, UNIT);
        entries.add(new Entry(Entry.Kind.BROUGHT_FORWARD, SOMEBODY, 0, 500 * UNIT, NOON.minusSeconds(20)));

        Forecast forecast = LAST_HOUR.of(daily, today, entries, NOON);

        assertThat(forecast.rate()).isEqualTo(new BurnRate(20 * UNIT, Duration.ofSeconds(20), 20));
        assertThat(forecast.exhaustedAt()).contains(NOON.plusSeconds(430));
    }

    @Test
    void of_clockOfAnotherMachineAhead_countsAsNow() {
        List<Entry> entries = everyMinute(MIDNIGHT, NOON, UNIT);
        entries.add(spend(NOON.plusSeconds(40), UNIT));

        assertThat(LAST_HOUR.rate(today, entries, NOON)).isEqualTo(new BurnRate(61 * UNIT, Duration.ofHours(1), 61));
    }

    @Test
    void of_outsideThePeriod_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LAST_HOUR.of(daily, today, List.of(), MIDNIGHT.plus(Duration.ofDays(1))))
                .withMessage(
                        "a forecast must be made within its period day 2026-11-23T00:00:00Z .. 2026-11-24T00:00:00Z:"
                                + " 2026-11-24T00:00:00Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Forecaster.overLast(Duration.ofMillis(999)))
                .withMessage("a forecaster must look back for one second to PT87672H: PT0.999S");
    }

    /** Whatever the ledger: the same answer for the same entries in any order, the range around the instant, in the period. */
    @ParameterizedTest
    @ValueSource(longs = {20261123})
    void of_anyLedger_isConsistent(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            List<Entry> entries = new ArrayList<>();
            int count = random.nextInt(200);
            long largest = 1L << random.nextInt(63);
            for (int n = 0; n < count; n++) {
                Instant at = NOON.minusMillis(
                        (long) (random.nextDouble() * Duration.ofHours(2).toMillis()));
                long amount = (long) (random.nextDouble() * largest / Math.max(1, count));
                entries.add(spend(at, random.nextInt(10) == 0 ? -amount : amount));
            }
            Forecast forecast = LAST_HOUR.of(daily, today, entries, NOON);
            Collections.shuffle(entries, random);

            assertThat(LAST_HOUR.of(daily, today, entries, NOON))
                    .describedAs("seed %d, case %d", seed, i)
                    .isEqualTo(forecast);
            if (forecast instanceof Forecast.Expected expected) {
                assertThat(expected.at()).isBetween(NOON, today.end().orElseThrow());
                assertThat(expected.earliest()).isBetween(NOON, expected.at());
                assertThat(expected.latest().orElse(Instant.MAX)).isAfterOrEqualTo(expected.at());
            }
            assertThat(forecast.message()).contains("openai");
        }
    }

    /**
     * Spending that goes on as it was: the true instant lies in the range in about nine of ten cases, and the wilder the
     * spending is, the wider it is.
     */
    @ParameterizedTest
    @CsvSource({"20261123,1", "20261124,10"})
    void of_burstySpending_hasTheTrueInstantInItsRange(long seed, int burst) {
        Random random = new Random(seed);
        Budget total = Budget.named("bursty").limit("1000").stopAt("1").build();
        int inside = 0;
        int cases = 200;
        for (int i = 0; i < cases; i++) {
            // Two spends a minute at random times, or a fifth of a burst of ten: 300 are left after two hours or so.
            List<Entry> past = new ArrayList<>();
            Instant at = NOON.minus(Duration.ofHours(3));
            long spent = 0;
            while (at.isBefore(NOON)) {
                at = at.plusMillis((long) (-Math.log(1 - random.nextDouble()) * 30_000 * burst));
                if (at.isBefore(NOON)) {
                    past.add(spend(at, UNIT * burst));
                    spent += UNIT * burst;
                }
            }
            long room = 300 * UNIT;
            Instant truth = at;
            for (long future = UNIT * burst; future < room; future += UNIT * burst) {
                truth = truth.plusMillis((long) (-Math.log(1 - random.nextDouble()) * 30_000 * burst));
            }
            Budget budget = Budget.named("bursty")
                    .limit(BigDecimal.valueOf(spent + room, 9))
                    .stopAt("1")
                    .build();
            Forecast forecast = Forecaster.overLast(Duration.ofHours(2)).of(budget, total.windowAt(NOON), past, NOON);
            Forecast.Expected expected = (Forecast.Expected) forecast;
            if (!truth.isBefore(expected.earliest())
                    && !truth.isAfter(expected.latest().orElse(Instant.MAX))) {
                inside++;
            }
        }

        assertThat(inside).describedAs("seed %d, of %d", seed, cases).isBetween(cases * 80 / 100, cases * 98 / 100);
    }

    @Test
    void of_aMonitorsOwnEntries_isAsked() {
        ManualClock clock = new ManualClock("2026-11-23T10:00:00Z");
        Budget budget = Budget.named("openai").limit("100").per(Period.day()).build();
        BudgetMonitor monitor =
                BudgetMonitor.builder().budget(budget).clock(clock).build();
        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofMinutes(1));
            monitor.reserve(Spend.of("1")).commit(new BigDecimal("0.50"));
        }

        // readme:forecast
        Forecast forecast = Forecaster.overLast(Duration.ofHours(1))
                .of(budget, monitor.balance("openai").window(), monitor.entries("openai"), clock.instant());
        // budget "openai" reaches its stop line at ..., in 9 of 10 cases from ... to ...
        String message = forecast.message();
        // end:forecast

        assertThat(forecast.exhaustedAt().orElseThrow())
                .isBetween(Instant.parse("2026-11-23T13:05:00Z"), Instant.parse("2026-11-23T13:15:00Z"));
        assertThat(message).startsWith("budget \"openai\" reaches its stop line at 2026-11-23T13:");
    }

    private static Budget budget(String limit) {
        return Budget.named("openai").limit(limit).stopAt("1").per(Period.day()).build();
    }

    private static List<Entry> everyMinute(Instant from, Instant until, long units) {
        return every(Duration.ofMinutes(1), from, until, units);
    }

    private static List<Entry> everySecond(Instant from, Instant until, long units) {
        return every(Duration.ofSeconds(1), from, until, units);
    }

    private static List<Entry> every(Duration step, Instant from, Instant until, long units) {
        List<Entry> entries = new ArrayList<>();
        for (Instant at = from; at.isBefore(until); at = at.plus(step)) {
            entries.add(spend(at, units));
        }
        return entries;
    }

    private static Entry spend(Instant at, long units) {
        return new Entry(Entry.Kind.CHARGE, SOMEBODY, 0, units, at);
    }

    private static Entry hold(Instant at, long units) {
        return new Entry(Entry.Kind.HOLD, SOMEBODY, units, 0, at);
    }
}
