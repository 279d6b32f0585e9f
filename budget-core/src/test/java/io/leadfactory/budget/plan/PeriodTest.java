package io.leadfactory.budget.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
    private static final List<Period> CALENDAR =
            List.of(Period.hour(), Period.day(), Period.week(), Period.month(), Period.quarter(), Period.year());

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

    @ParameterizedTest
    @CsvSource({
        "Australia/Lord_Howe,2026-04-04T13:00:00Z,2026-04-05T13:30:00Z", // 24.5 hours
        "Australia/Lord_Howe,2026-10-03T13:30:00Z,2026-10-04T13:00:00Z", // 23.5 hours
        "Africa/Monrovia,1971-12-31T00:44:30Z,1972-01-01T00:44:30Z", // 44 minutes and 30 seconds behind
        "Africa/Monrovia,1972-01-07T00:44:30Z,1972-01-08T00:00:00Z", // and then no more
        "America/St_Johns,2006-10-29T02:30:00Z,2006-10-30T03:30:00Z", // 00:01 becomes 23:01 of the day before
        "Pacific/Kwajalein,1993-08-20T12:00:00Z,1993-08-21T12:00:00Z", // the 20th; the 21st never was
        "Pacific/Kwajalein,1993-08-21T12:00:00Z,1993-08-22T12:00:00Z" // the 22nd
    })
    void windowAt_dayOfAnOddKind_isFromFirstInstantToFirstInstant(String zone, Instant start, Instant end) {
        Window expected = new Window(Period.day(), start, end);

        assertThat(Period.day().windowAt(start, ZoneId.of(zone))).isEqualTo(expected);
        assertThat(Period.day().windowAt(end.minusNanos(1), ZoneId.of(zone))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z,2025-12-31T23:00:00Z,2026-03-31T22:00:00Z,2026-12-31T23:00:00Z",
        "2026-06-30T21:59:59Z,2026-03-31T22:00:00Z,2026-06-30T22:00:00Z,2026-12-31T23:00:00Z",
        "2026-12-31T22:59:59Z,2026-09-30T22:00:00Z,2026-12-31T23:00:00Z,2026-12-31T23:00:00Z"
    })
    void windowAt_quarterAndYear_areTheCalendars(Instant instant, Instant start, Instant end, Instant yearEnd) {
        ZoneId zone = ZoneId.of("Europe/Berlin");

        assertThat(Period.quarter().windowAt(instant, zone)).isEqualTo(new Window(Period.quarter(), start, end));
        assertThat(Period.year().windowAt(instant, zone))
                .isEqualTo(new Window(Period.year(), Instant.parse("2025-12-31T23:00:00Z"), yearEnd));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-999999-01-01T00:00:00Z",
                "-0044-03-15T12:00:00Z",
                "1883-11-18T18:00:00Z",
                "9999-12-31T23:59:59Z",
                "+1000000-12-31T23:59:59.999999999Z"
            })
    void windowAt_farFromToday_works(Instant instant) {
        for (Period period : CALENDAR) {
            for (String id : List.of("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia")) {
                ZoneId zone = ZoneId.of(id);
                Window window = period.windowAt(instant, zone);
                assertThat(window.contains(instant)).describedAs("%s", window).isTrue();
                assertThat(period.windowAt(window.start(), zone)).isEqualTo(window);
            }
        }
    }

    @Test
    void windowAt_outOfRange_saysTheRange() {
        for (Period period : CALENDAR) {
            for (Instant instant : List.of(Instant.MIN, Instant.MAX, Instant.parse("+1000001-01-01T00:00:00Z"))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> period.windowAt(instant, ZoneId.of("Europe/Berlin")))
                        .withMessage(
                                "an instant of a period \"%s\" must lie from -1000000-01-01T00:00:00Z"
                                        + " to +1000000-12-31T23:59:59.999999999Z: %s",
                                period, instant);
            }
        }
    }

    @Test
    void windowAt_totalBefore1970_isRefusedSinceItsWindowStartsThere() {
        assertThat(Period.total().windowAt(Instant.MAX, ZoneId.of("UTC")).contains(Instant.MAX))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Period.total().windowAt(Instant.EPOCH.minusNanos(1), ZoneId.of("UTC")))
                .withMessageContaining("an instant of a period \"total\" must lie from 1970-01-01T00:00:00Z");
    }
}
