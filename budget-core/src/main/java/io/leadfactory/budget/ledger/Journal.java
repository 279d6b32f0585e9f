package io.leadfactory.budget.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one account in memory. Thread-safe. Appending is lock-free; whoever makes it as long as it may
 * be folds the older half into one sum, while others go on appending. How long that is begins with a few entries, and doubles
 * as long as the store has room for all of its journals together.
 */
final class Journal {
    private static final int FEWEST = 4;
    private static final int MOST = 2048;
    static final ReservationId NOBODY = new ReservationId(0, 0);

    private static final Forward NOTHING = new Forward(Totals.ZERO, Instant.EPOCH);

    /** Compared by identity: two folds are two, whatever they add up to. */
    private static final class Forward {
        private final Totals sum;
        private final Instant until;

        Forward(Totals sum, Instant until) {
            this.sum = sum;
            this.until = until;
        }
    }

    private final Queue<Entry> recent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean folding = new AtomicBoolean();
    private final JournalRoom room;
    private volatile Forward forward = NOTHING;
    private volatile int most = FEWEST; // written by who folds

    Journal(JournalRoom room) {
        this.room = room;
    }

    void append(Entry entry) {
        recent.add(entry);
        if (size.incrementAndGet() >= most && folding.compareAndSet(false, true)) {
            try {
                growOrFold();
            } finally {
                folding.set(false);
            }
        }
    }

    private void growOrFold() {
        if (most < MOST && room.tryTake(most)) {
            most *= 2;
        } else {
            foldTo(most / 2);
        }
    }

    /** Leaves the sum alone. */
    void close() {
        if (folding.compareAndSet(false, true)) {
            try {
                foldTo(0);
                room.give(most - FEWEST);
                most = FEWEST;
            } finally {
                folding.set(false);
            }
        }
    }

    List<Entry> entries() {
        while (true) {
            Forward before = forward;
            List<Entry> entries = entriesAfter(before);
            if (!folding.get() && forward == before) {
                return entries;
            }
            Thread.onSpinWait();
        }
    }

    /** What follows an entry; if that is in the sum by now, what follows the sum. */
    List<Entry> page(@Nullable Entry after, int most) {
        List<Entry> entries = entries();
        int from = after == null ? 0 : place(entries, after) + 1;
        return List.copyOf(entries.subList(from, from + Math.min(most, entries.size() - from)));
    }

    /** Of two that say the same it is the one that was handed out. */
    private static int place(List<Entry> entries, Entry entry) {
        for (int i = 0; i < entries.size(); i++) {
            if (isSame(entries.get(i), entry)) {
                return i;
            }
        }
        int equal = entries.indexOf(entry);
        boolean isForwarded = equal < 0 && !entries.isEmpty() && entries.get(0).kind() == Entry.Kind.BROUGHT_FORWARD;
        return isForwarded ? 0 : equal;
    }

    @SuppressWarnings("ReferenceEquality") // two entries of one sum can say the same
    private static boolean isSame(Entry one, Entry other) {
        return one == other;
    }

    private List<Entry> entriesAfter(Forward before) {
        List<Entry> entries = new ArrayList<>();
        if (before != NOTHING) {
            entries.add(new Entry(
                    Entry.Kind.BROUGHT_FORWARD,
                    NOBODY,
                    before.sum.held(),
                    before.sum.spent(),
                    before.sum.allowance(),
                    before.until,
                    null));
        }
        entries.addAll(recent);
        return entries;
    }

    /** For who folds. */
    private void foldTo(int keep) {
        Totals sum = forward.sum;
        Instant until = forward.until;
        int over = size.get() - keep;
        if (over <= 0) {
            return;
        }
        for (int i = 0; i < over; i++) {
            Entry oldest = recent.remove();
            sum = sum.plus(oldest);
            until = oldest.at();
        }
        size.addAndGet(-over);
        forward = new Forward(sum, until);
    }
}
