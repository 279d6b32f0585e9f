package io.leadfactory.budget.ledger;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** How the ledger knows one process for what it does of its own in outages: by ids, and by a note. Thread-safe. */
final class OutageNames {
    private final long process = new SecureRandom().nextLong();
    private final AtomicLong ids = new AtomicLong();
    private final Note note;

    OutageNames(DownPolicy policy) {
        String name = policy.processOrNull();
        this.note = new Note(
                name == null ? "process %016x".formatted(process) : name,
                policy.mode() == DownPolicy.Mode.EMERGENCY
                        ? "set aside for when the database is down"
                        : "granted while the database was down");
    }

    ReservationId nextId() {
        return new ReservationId(process, ids.incrementAndGet());
    }

    Entry entry(Entry.Kind kind, ReservationId id, long units, Instant at) {
        return new Entry(kind, id, units, 0, 0, at, note);
    }
}
