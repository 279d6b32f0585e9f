package io.leadfactory.budget.ledger;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The holds in memory that were made with a key, by their ids. Thread-safe and lock-free. Each is kept as long as anybody has
 * its id, which may be long after its key has expired: a hold that were forgotten before could end twice.
 */
final class KeyedHolds {
    /** An id that is not kept from being collected. */
    private static final class Name extends WeakReference<ReservationId> {
        private final int hash;

        Name(ReservationId id, @Nullable ReferenceQueue<ReservationId> gone) {
            super(id, gone);
            this.hash = id.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            ReservationId id = get();
            return id != null && other instanceof Name name && id.equals(name.get());
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final ConcurrentMap<Name, KeyedHold> holds = new ConcurrentHashMap<>();
    private final ReferenceQueue<ReservationId> gone = new ReferenceQueue<>();

    /** From now on it ends once, for all who have this very id. */
    KeyedHold add(ReservationId id) {
        for (Reference<? extends ReservationId> each = gone.poll(); each != null; each = gone.poll()) {
            holds.remove(each);
        }
        KeyedHold hold = new KeyedHold();
        holds.put(new Name(id, gone), hold);
        return hold;
    }

    @Nullable
    KeyedHold find(ReservationId id) {
        return holds.isEmpty() ? null : holds.get(new Name(id, null));
    }
}
