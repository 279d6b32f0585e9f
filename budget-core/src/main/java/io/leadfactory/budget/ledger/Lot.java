package io.leadfactory.budget.ledger;

import java.time.Instant;

/**
 * Room of one account that this process spends while the database is down. Guarded by the lock of {@link Outage}. In the ledger it
 * is one hold: set aside beforehand, or recorded afterwards, and ended with what all its reservations did cost.
 */
final class Lot {
    final LocalAccount account;
    final ReservationId id;
    private final long cap;

    /** What the ledger holds for it; zero until it is recorded. */
    long recorded;

    /** No more is taken from it; it ends when nothing is held any more. */
    boolean closed;

    /** It will never be recorded. */
    boolean lost;

    private long held;
    private long spent;
    private Instant used = Instant.EPOCH;

    Lot(LocalAccount account, ReservationId id, long cap) {
        this.account = account;
        this.id = id;
        this.cap = cap;
    }

    long room() {
        return Math.max(0, cap - exposure());
    }

    long exposure() {
        return held + spent;
    }

    void hold(long units, Instant at) {
        held += units;
        used = at;
    }

    void settle(long units, long actual, Instant at) {
        held -= units;
        spent += actual;
        used = at;
    }

    boolean isOver() {
        return closed && held == 0;
    }

    void touch(Instant at) {
        used = at;
    }

    /** Totals of the ledger, as they are with what happened here. */
    Totals applyTo(Totals ledger) {
        long stillHeld = Math.max(held, recorded - spent);
        return new Totals(ledger.spent() + spent, ledger.held() - recorded + stillHeld, ledger.allowance());
    }

    Instant used() {
        return used;
    }

    /** For one that is over and recorded. */
    Settlement end() {
        return new Settlement(spent == 0 ? Entry.Kind.RELEASE : Entry.Kind.COMMIT, id, recorded, spent);
    }
}
