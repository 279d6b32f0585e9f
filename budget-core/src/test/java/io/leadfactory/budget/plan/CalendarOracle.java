package io.leadfactory.budget.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The calendar of a zone from 1970 to 2100, found in another way than by asking for the start of a day: a clock walks
 * from one change of offset to the next and notes when it first shows each date.
 */
final class CalendarOracle {
    static final Instant FROM = Instant.parse("1970-01-01T00:00:00Z");
    static final Instant UNTIL = Instant.parse("2101-01-01T00:00:00Z");

    private static final LocalDate FIRST_DATE = LocalDate.of(1968, 1, 1);
    private static final LocalDate LAST_DATE = LocalDate.of(2103, 1, 1);
    private static final long HOUR = 3600;
    private static final long DAY = 86400;

    private final List<Instant> changes = new ArrayList<>();
    private final long[] segmentStarts;
    private final int[] segmentOffsets;
    /** By date from 1968 on: the second in which it, or if it never was a later date, is first shown. */
    private final long[] firstShown = new long[Math.toIntExact(LAST_DATE.toEpochDay() - FIRST_DATE.toEpochDay())];

    CalendarOracle(ZoneRules rules) {
        long start = FIRST_DATE.toEpochDay() * DAY - 2 * DAY;
        long end = LAST_DATE.toEpochDay() * DAY + 2 * DAY;
        List<Long> starts = new ArrayList<>(List.of(start));
        List<Integer> offsets = new ArrayList<>(
                List.of(rules.getOffset(Instant.ofEpochSecond(start)).getTotalSeconds()));
        ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochSecond(start));
        while (next != null && next.toEpochSecond() < end) {
            starts.add(next.toEpochSecond());
            offsets.add(next.getOffsetAfter().getTotalSeconds());
            if (!next.getInstant().isBefore(FROM) && next.getInstant().isBefore(UNTIL)) {
                changes.add(next.getInstant());
            }
            next = rules.nextTransition(next.getInstant());
        }
        segmentStarts = starts.stream().mapToLong(Long::longValue).toArray();
        segmentOffsets = offsets.stream().mapToInt(Integer::intValue).toArray();
        walk(end);
    }

    private void walk(long end) {
        long nextDate = FIRST_DATE.toEpochDay();
        for (int segment = 0; segment < segmentStarts.length; segment++) {
            long from = segmentStarts[segment];
            long until = segment + 1 < segmentStarts.length ? segmentStarts[segment + 1] : end;
            int offset = segmentOffsets[segment];
            while (nextDate < LAST_DATE.toEpochDay() && nextDate * DAY - offset < until) {
                firstShown[index(nextDate)] = Math.max(from, nextDate * DAY - offset);
                nextDate++;
            }
        }
    }

    /** Each change of offset from 1970 to 2100. */
    List<Instant> changes() {
        return changes;
    }

    /** When the date, given in days since 1970, is first shown. */
    Instant firstInstantOf(long epochDay) {
        return Instant.ofEpochSecond(firstShown[index(epochDay)]);
    }

    Window windowAt(Instant instant, Period period) {
        long second = instant.getEpochSecond();
        if (period.equals(Period.hour())) {
            return hourAt(second);
        }
        LocalDate date = latestDateShown(second);
        LocalDate first = switch (period.name()) {
            case "DAY" -> date;
            case "WEEK" -> date.minusDays(date.getDayOfWeek().getValue() - 1);
            case "MONTH" -> LocalDate.of(date.getYear(), date.getMonthValue(), 1);
            case "QUARTER" -> LocalDate.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1, 1);
            case "YEAR" -> LocalDate.of(date.getYear(), 1, 1);
            default -> throw new IllegalArgumentException(period.name());
        };
        LocalDate next = switch (period.name()) {
            case "DAY" -> first.plus(1, ChronoUnit.DAYS);
            case "WEEK" -> first.plus(7, ChronoUnit.DAYS);
            case "MONTH" -> first.plus(1, ChronoUnit.MONTHS);
            case "QUARTER" -> first.plus(3, ChronoUnit.MONTHS);
            default -> first.plus(12, ChronoUnit.MONTHS);
        };
        return new Window(period, firstInstantOf(first.toEpochDay()), firstInstantOf(next.toEpochDay()));
    }

    private Window hourAt(long second) {
        int found = Arrays.binarySearch(segmentStarts, second);
        int segment = found >= 0 ? found : -found - 2;
        int offset = segmentOffsets[segment];
        long full = Math.floorDiv(second + offset, HOUR) * HOUR - offset;
        long end = full + HOUR;
        if (segment + 1 < segmentStarts.length) {
            end = Math.min(end, segmentStarts[segment + 1]);
        }
        return new Window(
                Period.hour(),
                Instant.ofEpochSecond(Math.max(full, segmentStarts[segment])),
                Instant.ofEpochSecond(end));
    }

    private LocalDate latestDateShown(long second) {
        long epochDay = Instant.ofEpochSecond(second)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toEpochDay()
                + 2;
        while (firstShown[index(epochDay)] > second) {
            epochDay--;
        }
        return LocalDate.ofEpochDay(epochDay);
    }

    private static int index(long epochDay) {
        return Math.toIntExact(epochDay - FIRST_DATE.toEpochDay());
    }
}
