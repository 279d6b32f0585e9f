package io.leadfactory.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each edge in the life of a lane. */
class LaneLeaseTest {
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final Random random = new Random(1);
    private final EventIds ids = new EventIds(clock, random);
    private final Lanes lanes = new Lanes(clock, random, null);

    @Test
    void committed_laneGoesOnAfterItsLastEvent() {
        LaneLease first = lanes.borrow();
        SealedEvent one = seal(first);
        SealedEvent two = seal(first);
        first.committed();
        SealedEvent three = seal(lanes.borrow());
        assertThat(List.of(one.number(), two.number(), three.number())).containsExactly(1L, 2L, 3L);
        assertThat(three.lane()).isEqualTo(one.lane());
    }

    @Test
    void rolledBack_laneGoesOnWhereItWas() {
        LaneLease first = lanes.borrow();
        SealedEvent lost = seal(first);
        first.rolledBack();
        SealedEvent next = seal(lanes.borrow());
        assertThat(next.lane()).isEqualTo(lost.lane());
        assertThat(next.number()).isEqualTo(lost.number());
    }

    @Test
    void unknown_laneIsNeverUsedAgain() {
        LaneLease first = lanes.borrow();
        SealedEvent doubtful = seal(first);
        first.unknown();
        assertThat(seal(lanes.borrow()).lane()).isNotEqualTo(doubtful.lane());
        assertThat(lanes.ends().heads()).hasSize(1);
    }

    @Test
    void borrow_allBusy_opensAnother() {
        assertThat(seal(lanes.borrow()).lane())
                .isNotEqualTo(seal(lanes.borrow()).lane());
    }

    @Test
    void end_twice_countsOnce() {
        LaneLease first = lanes.borrow();
        seal(first);
        first.unknown();
        first.committed();
        first.rolledBack();
        assertThat(seal(lanes.borrow()).number()).isEqualTo(1);
        assertThatThrownBy(() -> seal(first))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("its lease has ended");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1900-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2109-12-31T00:00:00Z", "9999-01-01T00:00:00Z"})
    void borrow_anyClock_givesALaneThatPositionsCanName(String time) {
        Lanes atThatTime = new Lanes(Clock.fixed(Instant.parse(time), ZoneOffset.UTC), random, null);
        assertThat(Position.isLane(atThatTime.borrow().lane())).isTrue();
        assertThat(Position.isLane(atThatTime.borrowFor(new UUID(-1, -1), 1).lane()))
                .isTrue();
    }

    @Test
    void isFresh_untilSomethingIsCommitted() {
        LaneLease first = lanes.borrow();
        seal(first);
        assertThat(first.isFresh()).isTrue();
        first.committed();
        assertThat(lanes.borrow().isFresh()).isFalse();
    }

    @Test
    void seal_laneFilled_goesOnInAnotherAsAnotherTransaction() {
        Lane lane = laneWith(Position.MAX_NUMBER - 2);
        LaneLease lease = new LaneLease(lanes, lane);
        List<SealedEvent> sealed = lease.seal(List.of(draft(), draft(), draft(), draft()));
        assertThat(sealed)
                .extracting(SealedEvent::number)
                .containsExactly(Position.MAX_NUMBER - 1, Position.MAX_NUMBER, 1L, 2L);
        assertThat(sealed).extracting(event -> event.place().step()).containsExactly(0, 1, 0, 1);
        assertThat(sealed.get(1).lane())
                .isEqualTo(lane.id())
                .isNotEqualTo(sealed.get(2).lane());
        assertThat(sealed.get(3).lane()).isEqualTo(sealed.get(2).lane()).isEqualTo(lease.lane());
        lease.committed();
        assertThat(lane.head().number()).isEqualTo(Position.MAX_NUMBER);
        assertThat(seal(lanes.borrow()).number()).isEqualTo(3);
    }

    @Test
    void rolledBack_behindAFilledLane_bothGoOnWhereTheyWere() {
        Lane lane = laneWith(Position.MAX_NUMBER - 1);
        LaneLease lease = new LaneLease(lanes, lane);
        lease.seal(List.of(draft(), draft()));
        lease.rolledBack();
        assertThat(lane.head().number()).isEqualTo(Position.MAX_NUMBER - 1);
        assertThat(seal(lanes.borrow()).number()).isEqualTo(1);
    }

    @Test
    void committed_laneHalfFull_isRetiredAndItsEndStaysKnown() {
        Lane lane = lanes.another();
        lane.advance(new Head(Position.MAX_NUMBER / 2, new byte[32]));
        LaneLease lease = new LaneLease(lanes, lane);
        seal(lease);
        lease.committed();
        assertThat(lanes.borrow().lane()).isNotEqualTo(lane.id());
        assertThat(lanes.ends().heads()).containsKey(lane.id());
    }

    private Lane laneWith(long number) {
        Lane lane = new Lane(7, random);
        lane.advance(new Head(number, new byte[32]));
        return lane;
    }

    private SealedEvent seal(LaneLease lease) {
        return lease.seal(List.of(draft())).get(0);
    }

    private Draft draft() {
        return Draft.entry(ids, AuditEntry.of("A", Subject.of("S", "1")), Origin.of("alice"));
    }
}
