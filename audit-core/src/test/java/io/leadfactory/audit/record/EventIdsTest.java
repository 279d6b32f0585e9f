package io.leadfactory.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditWriteException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {
    private long micros = 1_772_000_000_123_456L;
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return EventIds.instant(micros);
        }
    };
    private final EventIds ids = new EventIds(clock, new Random(1));

    @Test
    void id_isAUuidOfVersion7WithTheTime() {
        UUID id = ids.id(micros);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(micros / 1000);
        assertThat(id.getMostSignificantBits() >>> 2 & 0x3ff).isEqualTo(456);
    }

    @Test
    void nextMicros_clockStandsOrGoesBackALittle_countsOn() {
        assertThat(ids.nextMicros()).isEqualTo(micros);
        assertThat(ids.nextMicros()).isEqualTo(micros + 1);
        micros -= 900_000;
        assertThat(ids.nextMicros()).isEqualTo(micros + 900_002);
    }

    @Test
    void nextMicros_clockIsSetBack_believesIt() {
        ids.nextMicros();
        micros -= 3_600_000_000L;
        assertThat(ids.nextMicros()).isEqualTo(micros);
    }

    @Test
    void nextMicros_firstAndLastTime_areInOrder() {
        micros = 0;
        UUID first = ids.id(ids.nextMicros());
        micros = EventIds.micros(EventIds.MAX_TIME);
        UUID last = ids.id(ids.nextMicros());
        assertThat(first).isLessThan(last);
        assertThat(EventIds.micros(last)).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 140_737_488_355_327_001L, Long.MAX_VALUE, Long.MIN_VALUE})
    void nextMicros_timeThatNoIdentifierCarries_isRefused(long time) {
        micros = time;
        assertThatThrownBy(ids::nextMicros)
                .isInstanceOf(AuditWriteException.class)
                .hasMessage("cannot make an event at " + EventIds.instant(time) + ": its time must be between"
                        + " 1970-01-01T00:00:00Z and 6429-10-17T02:45:55.327Z; set the clock right");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lowerBound_randomTimes_separatesEarlierFromLater(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            long time = random.nextLong(4_000_000_000_000_000L);
            UUID bound = EventIds.lowerBound(time);
            assertThat(ids.id(time)).as("seed %s, time %s", seed, time).isGreaterThanOrEqualTo(bound);
            assertThat(ids.id(time - 1)).as("seed %s, time %s", seed, time).isLessThan(bound);
            assertThat(EventIds.micros(EventIds.instant(time))).isEqualTo(time);
        }
    }
}
