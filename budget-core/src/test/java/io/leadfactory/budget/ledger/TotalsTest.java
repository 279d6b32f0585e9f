package io.leadfactory.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private static final long MOST = Long.MAX_VALUE - 1;

    @Test
    void fold_holdWrittenBeforeTheReleaseThatMadeRoom_isExact() {
        List<Entry> entries = List.of(
                entry(Entry.Kind.HOLD, 1, MOST), entry(Entry.Kind.HOLD, 2, MOST), entry(Entry.Kind.RELEASE, 1, -MOST));

        assertThat(Totals.fold(entries)).isEqualTo(new Totals(0, MOST));
    }

    private static Entry entry(Entry.Kind kind, long number, long held) {
        return new Entry(kind, new ReservationId(1, number), held, 0, Instant.EPOCH);
    }
}
