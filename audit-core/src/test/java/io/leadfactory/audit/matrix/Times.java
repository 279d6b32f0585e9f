package io.leadfactory.audit.matrix;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attributes of every kind of time. */
@Entity
@Auditable
class Times {
    @Id
    Long id = 1L;

    @Nullable
    LocalDate dayValue;

    @Nullable
    LocalTime timeOfDay;

    @Nullable
    LocalDateTime dayAndTime;

    @Nullable
    Instant instantValue;

    @Nullable
    OffsetDateTime offsetDateTime;

    @Nullable
    OffsetTime offsetTime;

    @Nullable
    ZonedDateTime zonedDateTime;

    @Nullable
    Duration durationValue;

    @Nullable
    Year yearValue;

    @Nullable
    ZoneOffset zoneOffset;

    @Nullable
    ZoneId zoneId;

    java.util.@Nullable Date utilDate;

    java.util.@Nullable Calendar calendarValue;

    java.sql.@Nullable Date sqlDate;

    java.sql.@Nullable Time sqlTime;

    java.sql.@Nullable Timestamp sqlTimestamp;

    static MappingCase.Table table() {
        return new MappingCase.Table(
                List.of(Times.class),
                List.of(
                        time(
                                "dayValue",
                                (e, v) -> e.dayValue = v,
                                LocalDate.parse("2026-02-28"),
                                LocalDate.parse("0999-01-01")),
                        time(
                                "timeOfDay",
                                (e, v) -> e.timeOfDay = v,
                                LocalTime.parse("23:59:59"),
                                LocalTime.parse("01:02:03")),
                        time(
                                "dayAndTime",
                                (e, v) -> e.dayAndTime = v,
                                LocalDateTime.parse("2026-03-29T02:30:00.123456"),
                                LocalDateTime.parse("2026-10-25T02:30:01")),
                        time(
                                "instantValue",
                                (e, v) -> e.instantValue = v,
                                Instant.parse("2026-01-02T03:04:05.123456Z"),
                                Instant.parse("1999-12-31T23:59:59Z")),
                        time(
                                "offsetDateTime",
                                (e, v) -> e.offsetDateTime = v,
                                OffsetDateTime.parse("2026-01-02T03:04:05.123456Z"),
                                OffsetDateTime.parse("2026-07-02T03:04:05Z")),
                        time(
                                "zonedDateTime",
                                (e, v) -> e.zonedDateTime = v,
                                ZonedDateTime.parse("2026-01-02T03:04:05.123456Z"),
                                ZonedDateTime.parse("2026-07-02T03:04:05Z")),
                        time(
                                "offsetTime",
                                (e, v) -> e.offsetTime = v,
                                OffsetTime.parse("03:04:05Z"),
                                OffsetTime.parse("23:04:06Z")),
                        row(
                                "durationValue",
                                (e, v) -> e.durationValue = v,
                                Duration.ofMillis(1500),
                                "1500000000",
                                Duration.ofDays(2),
                                "172800000000000"),
                        time("yearValue", (e, v) -> e.yearValue = v, Year.of(2026), Year.of(1999)),
                        time("zoneOffset", (e, v) -> e.zoneOffset = v, ZoneOffset.ofHours(1), ZoneOffset.ofHours(-5)),
                        time("zoneId", (e, v) -> e.zoneId = v, ZoneId.of("Europe/Zurich"), ZoneId.of("America/Lima")),
                        row(
                                "utilDate",
                                (e, v) -> e.utilDate = v,
                                java.util.Date.from(Instant.parse("2026-01-02T03:04:05.123Z")),
                                "2026-01-02T03:04:05.123Z",
                                java.util.Date.from(Instant.parse("1999-12-31T23:59:59Z")),
                                "1999-12-31T23:59:59Z"),
                        row(
                                "calendarValue",
                                (e, v) -> e.calendarValue = v,
                                calendar("2026-01-02T03:04:05.123Z"),
                                "2026-01-02T03:04:05.123Z",
                                calendar("1999-12-31T23:59:59Z"),
                                "1999-12-31T23:59:59Z"),
                        time(
                                "sqlDate",
                                (e, v) -> e.sqlDate = v,
                                java.sql.Date.valueOf("2026-01-02"),
                                java.sql.Date.valueOf("1999-12-31")),
                        time(
                                "sqlTime",
                                (e, v) -> e.sqlTime = v,
                                java.sql.Time.valueOf("01:02:03"),
                                java.sql.Time.valueOf("23:59:59")),
                        row(
                                "sqlTimestamp",
                                (e, v) -> e.sqlTimestamp = v,
                                java.sql.Timestamp.from(Instant.parse("2026-01-02T03:04:05.123456Z")),
                                "2026-01-02T03:04:05.123456Z",
                                java.sql.Timestamp.from(Instant.parse("1999-12-31T23:59:59Z")),
                                "1999-12-31T23:59:59Z")));
    }

    private static <V> MappingCase<Times> row(
            String attribute,
            MappingCase.Setter<Times, V> setter,
            V before,
            String textBefore,
            V after,
            String textAfter) {
        return MappingCase.attribute(Times.class, Times::new, attribute, setter, before, textBefore, after, textAfter);
    }

    /** An attribute whose values are recorded as they print. */
    private static <V> MappingCase<Times> time(
            String attribute, MappingCase.Setter<Times, V> setter, V before, V after) {
        return row(attribute, setter, before, before.toString(), after, after.toString());
    }

    private static java.util.Calendar calendar(String instant) {
        return java.util.GregorianCalendar.from(ZonedDateTime.parse(instant));
    }
}
