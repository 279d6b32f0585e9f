package io.leadfactory.budget.ledger;

import java.time.Instant;
import java.util.List;

/** Sets aside in the ledger, while it is there, what may be spent when it is not. Thread-safe. */
final class Reserves {
    private final JdbcStore ledger;
    private final Outage outage;
    private final Recovery recovery;
    private final Reach reach;

    Reserves(JdbcStore ledger, Outage outage, Recovery recovery, Reach reach) {
        this.ledger = ledger;
        this.outage = outage;
        this.recovery = recovery;
        this.reach = reach;
    }

    /** After an outage: sets aside what was used. */
    void renewAll() {
        if (!recovery.isClosed()) {
            outage.accounts().forEach(each -> renew(each, outage.latest()));
        }
    }

    /** Sets the reserve aside if the account has none, and room for all of it. */
    void renew(LocalAccount account, Instant at) {
        if (!outage.isDirect() || !outage.lacksReserve(account)) {
            return;
        }
        Instant begun = account.row.window().start();
        Instant now = at.isBefore(begun) ? begun : at;
        long units = outage.reserveUnits(account);
        Lot lot = new Lot(account, outage.nextId(), units);
        lot.touch(now);
        Entry entry = outage.entry(Entry.Kind.EMERGENCY, lot.id, units, now);
        try {
            HoldResult result = reach.reaching(() -> ledger.hold(entry, List.of(account.row)));
            if (result instanceof HoldResult.Due) {
                recovery.tell(account, reach.reaching(() -> ledger.tend(account.row, now)));
                result = reach.reaching(() -> ledger.hold(entry, List.of(account.row)));
            }
            if (result instanceof HoldResult.Held held) {
                outage.see(account, held.postings().get(0));
                outage.reserve(account, lot, units);
                recovery.tell(account, held.postings().get(0));
                recovery.wake();
            }
        } catch (LedgerException failed) {
            if (failed.isUnclear()) {
                outage.undoLater(lot.id, List.of(account), units, now);
                recovery.wake();
            }
            throw failed;
        }
    }
}
