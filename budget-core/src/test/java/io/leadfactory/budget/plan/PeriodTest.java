package io.leadfactory.budget.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
    private static final List<Period> CALENDAR = List.of(Period.hour(), Period.day(), Period.week(), Period.month());

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,2026-03-29T12:00:00Z,2026-03-28T23:00:00Z,23",
        "Europe/Berlin,2026-10-25T12:00:00Z,2026-10-24T22:00:00Z,25",
        "Europe/Berlin,2026-11-23T12:00:00Z,2026-11-22T23:00:00Z,24",
        "America/Sao_Paulo,2018-11-04T12:00:00Z,2018-11-04T03:00:00Z,23",
        "Africa/Cairo,2024-04-26T12:00:00Z,2024-04-25T22:00:00Z,23"
    })
    void windowAt_day_lastsAsLongAsTheDayDoes(String zone, Instant instant, Instant start, long hours) {
        Window day = Period.day().windowAt(instant, ZoneId.of(zone));

        assertThat(day.start()).isEqualTo(start);
        assertThat(Duration.between(start, day.end().orElseThrow())).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void windowAt_midnightSkipped_startsWithTheFirstInstantOfTheDay() {
        ZoneId zone = ZoneId.of("America/Sao_Paulo");

        Window day = Period.day().windowAt(Instant.parse("2018-11-04T12:00:00Z"), zone);

        assertThat(day.start().atZone(zone).toLocalTime()).hasToString("01:00");
    }

    @Test
    void windowAt_dateThatNeverWas_hasNoWindow() {
        ZoneId zone = ZoneId.of("Pacific/Apia");
        Instant lastOf29 = Instant.parse("2011-12-30T09:59:59Z");

        Window before = Period.day().windowAt(lastOf29, zone);
        Window after = Period.day().windowAt(lastOf29.plusSeconds(1), zone);

        assertThat(before.end()).contains(after.start());
        assertThat(after.start().atZone(zone).toLocalDate()).isEqualTo(LocalDate.of(2011, 12, 31));
    }

    @Test
    void windowAt_halfHourChange_cutsTheHour() {
        ZoneId zone = ZoneId.of("Australia/Lord_Howe");
        ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.parse("2026-01-01T00:00:00Z"));

        Window before = Period.hour().windowAt(change.getInstant().minusSeconds(1), zone);
        Window after = Period.hour().windowAt(change.getInstant(), zone);

        assertThat(before.end()).contains(change.getInstant());
        assertThat(Duration.between(after.start(), after.end().orElseThrow())).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void windowAt_week_startsOnMonday() {
        Window week = Period.week().windowAt(Instant.parse("2026-11-29T22:59:59Z"), ZoneId.of("Europe/Berlin"));

        assertThat(week.start()).isEqualTo("2026-11-22T23:00:00Z");
        assertThat(week.end()).contains(Instant.parse("2026-11-29T23:00:00Z"));
    }

    @Test
    void windowAt_month_isTheCalendarMonthAndNotThirtyDays() {
        Window month = Period.month().windowAt(Instant.parse("2026-02-28T23:30:00Z"), ZoneId.of("Europe/Berlin"));

        assertThat(month.start()).isEqualTo("2026-02-28T23:00:00Z");
        assertThat(month.end()).contains(Instant.parse("2026-03-31T22:00:00Z"));
    }

    @Test
    void windowAt_total_neverEnds() {
        Window total = Period.total().windowAt(Instant.parse("2026-11-23T00:00:00Z"), ZoneId.of("UTC"));

        assertThat(total.end()).isEmpty();
        assertThat(total.contains(Instant.MAX)).isTrue();
    }

    /** Every zone, at random instants and around its changes of offset: each instant in one window, no gap, no overlap. */
    @ParameterizedTest
    @ValueSource(longs = {20261123})
    void windowAt_anyInstantInAnyZone_followsWithoutGapOrOverlap(long seed) {
        Random random = new Random(seed);
        Instant from = Instant.parse("1970-01-01T00:00:00Z");
        long seconds =
                Duration.between(from, Instant.parse("2100-01-01T00:00:00Z")).toSeconds();
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            for (int i = 0; i < 20; i++) {
                Instant instant = from.plusSeconds((long) (random.nextDouble() * seconds));
                ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
                for (Period period : CALENDAR) {
                    check(period, instant, zone, seed);
                    if (change != null) {
                        check(period, change.getInstant(), zone, seed);
                        check(period, change.getInstant().minusNanos(1), zone, seed);
                        check(period, change.getInstant().plusSeconds(random.nextInt(7200)), zone, seed);
                    }
                }
            }
        }
    }

    private static void check(Period period, Instant instant, ZoneId zone, long seed) {
        Window window = period.windowAt(instant, zone);
        Instant end = window.end().orElseThrow();
        String about = "%s at %s in %s, seed %d: %s".formatted(period, instant, zone, seed, window);
        assertThat(window.contains(instant)).describedAs(about).isTrue();
        assertThat(period.windowAt(window.start(), zone)).describedAs(about).isEqualTo(window);
        assertThat(period.windowAt(end.minusNanos(1), zone)).describedAs(about).isEqualTo(window);
        assertThat(period.windowAt(end, zone).start()).describedAs(about).isEqualTo(end);
        assertThat(period.windowAt(window.start().minusNanos(1), zone).end())
                .describedAs(about)
                .contains(window.start());
    }
}
