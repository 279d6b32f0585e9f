package io.leadfactory.budget.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this process knows of one account without the database. Guarded by the lock of {@link Outage}. */
final class LocalAccount {
    /** With the definition under which it was opened last. */
    volatile Account row;

    /** What may be spent now, or when the database is down. */
    @Nullable
    Lot lot;

    /** Those of which the ledger does not know the end yet. */
    final List<Lot> closing = new ArrayList<>(0);

    /** Its period is over, and another account follows. */
    boolean isOver;

    /** What was spent in this outage. */
    long spent;

    private Totals seen = Totals.ZERO;
    private int round = 1;
    private long queuedHeld;
    private long queuedSpent;

    LocalAccount(Account row) {
        this.row = row;
    }

    void see(Totals totals) {
        seen = totals;
    }

    void see(Posting posting) {
        seen = posting.after();
        round = posting.round();
    }

    void queue(Settlement settlement) {
        queuedHeld -= settlement.heldUnits();
        queuedSpent += settlement.actualUnits();
    }

    void unqueue(Settlement settlement) {
        queuedHeld += settlement.heldUnits();
        queuedSpent -= settlement.actualUnits();
    }

    /** What the ledger said last, with what it does not know yet. */
    Totals estimate() {
        Totals totals = new Totals(seen.spent() + queuedSpent, seen.held() + queuedHeld, seen.allowance());
        if (lot != null) {
            totals = lot.applyTo(totals);
        }
        for (Lot each : closing) {
            totals = each.applyTo(totals);
        }
        return totals;
    }

    /** A posting that tells nobody of a line. */
    Posting posting(Account as) {
        return new Posting(as, estimate(), List.of(), round);
    }
}
