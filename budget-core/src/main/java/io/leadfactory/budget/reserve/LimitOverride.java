package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.ReservationId;
import java.time.Instant;
import java.util.List;

/** A limit that was raised for a time. Thread-safe. */
public final class LimitOverride {
    private final ReserveEngine engine;
    private final ReservationId id;
    private final Account account;
    private final Instant until;

    LimitOverride(ReserveEngine engine, ReservationId id, Account account, Instant until) {
        this.engine = engine;
        this.id = id;
        this.account = account;
        this.until = until;
    }

    /** {@return its name in the ledger} */
    public ReservationId id() {
        return id;
    }

    /** {@return when it ends by itself} */
    public Instant until() {
        return until;
    }

    /**
     * Ends it now; if it has ended, nothing changes.
     *
     * @param note who ends it and why
     * @throws IllegalArgumentException if the note is null
     * @throws LedgerException if the end cannot be recorded
     */
    public void end(Note note) {
        if (note == null) {
            throw new IllegalArgumentException("note must not be null");
        }
        engine.adjust(List.of(account), new Adjustment(Entry.Kind.OVERRIDE_ENDED, id, 0, null, note));
    }

    @Override
    public String toString() {
        return "override %s of budget \"%s\" until %s"
                .formatted(id, account.budget().name(), until);
    }
}
