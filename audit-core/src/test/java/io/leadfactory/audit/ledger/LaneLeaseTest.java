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
import org.junit.jupiter.api.Test;

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

    private SealedEvent seal(LaneLease lease) {
        Draft draft = Draft.entry(ids, AuditEntry.of("A", Subject.of("S", "1")), Origin.of("alice"));
        return lease.seal(List.of(draft)).get(0);
    }
}
