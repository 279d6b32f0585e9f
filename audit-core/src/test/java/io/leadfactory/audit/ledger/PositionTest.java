package io.leadfactory.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private static final long GREATEST_LANE = (1L << Position.LANE_BITS) - 1;

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 0", "1, 1048575", "8796093022207, 1048575", "-1, 1048571", "-8796093022208, 0"})
    void of_laneAndNumber_areReadBack(long lane, long number) {
        long position = Position.of(lane, number);
        assertThat(Position.lane(position)).isEqualTo(lane);
        assertThat(Position.number(position)).isEqualTo(number);
        assertThat(Position.isLane(lane)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {GREATEST_LANE + 1, -GREATEST_LANE - 2, Long.MAX_VALUE, Long.MIN_VALUE})
    void isLane_beyondItsBits_isFalse(long lane) {
        assertThat(Position.isLane(lane)).isFalse();
    }
}
