package io.leadfactory.budget.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every zone of the JDK, 1970 to 2100: the windows are those of an independent walk through the zone's calendar, which
 * follow each other without gap or overlap. Zones with the same rules are walked once.
 */
class PeriodInEveryZoneTest {
    private static final List<Period> CALENDAR =
            List.of(Period.hour(), Period.day(), Period.week(), Period.month(), Period.quarter(), Period.year());

    private static final int RANDOM_INSTANTS = 25;

    @ParameterizedTest
    @ValueSource(longs = {20261123})
    void windowAt_changesOfOffsetAndRandomInstants_isTheCalendars(long seed) {
        Random random = new Random(seed);
        Map<ZoneRules, ZoneId> zones = zones();
        int changes = 0;
        for (Map.Entry<ZoneRules, ZoneId> each : zones.entrySet()) {
            ZoneId zone = each.getValue();
            CalendarOracle calendar = new CalendarOracle(each.getKey());
            for (Instant change : calendar.changes()) {
                changes++;
                for (Period period : CALENDAR) {
                    check(calendar, period, change.minusNanos(1), zone, seed);
                    check(calendar, period, change, zone, seed);
                    check(calendar, period, change.plusNanos(1), zone, seed);
                }
            }
            for (int i = 0; i < RANDOM_INSTANTS; i++) {
                Instant instant = between(random, CalendarOracle.FROM, CalendarOracle.UNTIL);
                for (Period period : CALENDAR) {
                    Window window = check(calendar, period, instant, zone, seed);
                    check(calendar, period, window.start().minusNanos(1), zone, seed);
                    check(calendar, period, window.end().orElseThrow(), zone, seed);
                }
                assertThat(Period.total().windowAt(instant, zone))
                        .isEqualTo(new Window(Period.total(), Instant.EPOCH, null));
            }
        }

        // Proof that the walk went somewhere.
        assertThat(zones).hasSizeGreaterThan(300);
        assertThat(changes).isGreaterThan(20_000);
    }

    /** Each day, week, month, quarter and year that a zone of the more eventful kind had or will have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Pacific/Kwajalein",
                "Pacific/Kiritimati",
                "Africa/Monrovia",
                "America/Sao_Paulo",
                "America/St_Johns",
                "Asia/Gaza",
                "Antarctica/Troll"
            })
    void windowAt_fromEndToEnd_leadsThroughTheWholeCalendar(String id) {
        ZoneId zone = ZoneId.of(id);
        CalendarOracle calendar = new CalendarOracle(zone.getRules());
        for (Period period : CALENDAR.subList(1, CALENDAR.size())) {
            TreeSet<Instant> starts = new TreeSet<>();
            for (LocalDate date = LocalDate.of(1970, 1, 1); date.getYear() < 2100; date = date.plusDays(1)) {
                starts.add(calendar.windowAt(calendar.firstInstantOf(date.toEpochDay()), period)
                        .start());
            }
            Window window = period.windowAt(starts.first(), zone);
            for (Instant start : starts) {
                if (!window.start().equals(start)) {
                    assertThat(window.start())
                            .describedAs("%s in %s", period, zone)
                            .isEqualTo(start);
                }
                window = period.windowAt(window.end().orElseThrow(), zone);
            }
        }
    }

    /** Each hour of the years around each change of offset of a zone that shifts by half an hour, and of one by seconds. */
    @ParameterizedTest
    @ValueSource(strings = {"Australia/Lord_Howe", "Africa/Monrovia", "Asia/Kathmandu", "Asia/Pyongyang"})
    void windowAt_hoursAroundEachChange_followAndAreNeverLonger(String id) {
        ZoneId zone = ZoneId.of(id);
        for (Instant change : new CalendarOracle(zone.getRules()).changes()) {
            Window hour = Period.hour().windowAt(change.minus(Duration.ofHours(30)), zone);
            while (hour.start().isBefore(change.plus(Duration.ofHours(30)))) {
                Instant end = hour.end().orElseThrow();
                assertThat(Duration.between(hour.start(), end)).isLessThanOrEqualTo(Duration.ofHours(1));
                Window next = Period.hour().windowAt(end, zone);
                assertThat(next.start()).isEqualTo(end);
                assertThat(hour.contains(change)).isEqualTo(hour.start().equals(change));
                hour = next;
            }
        }
    }

    private static Window check(CalendarOracle calendar, Period period, Instant instant, ZoneId zone, long seed) {
        Window window = period.windowAt(instant, zone);
        Window expected = calendar.windowAt(instant, period);
        if (!window.equals(expected) || !window.contains(instant)) {
            assertThat(window)
                    .describedAs("%s at %s in %s, seed %d", period, instant, zone, seed)
                    .isEqualTo(expected)
                    .matches(it -> it.contains(instant), "contains " + instant);
        }
        return window;
    }

    private static Map<ZoneRules, ZoneId> zones() {
        List<ZoneId> all = new ArrayList<>(
                ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList());
        all.addAll(List.of(ZoneOffset.MIN, ZoneOffset.MAX, ZoneOffset.of("-00:00:01"), ZoneId.of("GMT+01:02:03")));
        Map<ZoneRules, ZoneId> distinct = new LinkedHashMap<>();
        all.forEach(zone -> distinct.putIfAbsent(zone.getRules(), zone));
        return distinct;
    }

    private static Instant between(Random random, Instant from, Instant until) {
        double share = random.nextDouble();
        return from.plusSeconds((long) (share * Duration.between(from, until).toSeconds()))
                .plusNanos(random.nextInt(1_000_000_000));
    }
}
