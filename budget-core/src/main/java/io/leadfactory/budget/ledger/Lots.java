package io.leadfactory.budget.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is granted from lots while the database is down, and becomes of them. Guarded by the lock of {@link Outage}. */
final class Lots {
    private final DownPolicy policy;
    private final OutageNames names;
    private final UnsentQueue queue;
    private final Map<ReservationId, List<Lot>> reservations = new HashMap<>();

    Lots(DownPolicy policy, OutageNames names, UnsentQueue queue) {
        this.policy = policy;
        this.names = names;
        this.queue = queue;
    }

    /** How many reservations of an outage are open. */
    int open() {
        return reservations.size();
    }

    /** From a lot of each account, or from none. */
    HoldResult hold(ReservationId reservation, List<OutageAccount> held, long units, Instant at) {
        if (reservations.size() >= policy.mostWaiting()) {
            throw new LedgerException(
                    "cannot reserve from %s: the database is down, and %d reservations of this outage are open; end some, or wait until it is back"
                            .formatted(JdbcStore.names(held), reservations.size()));
        }
        for (OutageAccount each : held) {
            long room = room(each);
            if (units > room) {
                return lacking(each, room);
            }
        }
        List<Lot> lots = new ArrayList<>(held.size());
        for (OutageAccount each : held) {
            Lot lot = Objects.requireNonNull(each.local().lot);
            lot.hold(units, at);
            lots.add(lot);
        }
        reservations.put(reservation, lots);
        return new HoldResult.Held(reservation, OutageAccount.postings(held));
    }

    /** Of an open policy what was free last, too: a budget that had stopped stays stopped. */
    private long room(OutageAccount account) {
        LocalAccount local = account.local();
        if (policy.mode() == DownPolicy.Mode.EMERGENCY) {
            return local.lot == null ? 0 : local.lot.room();
        }
        Lot lot = local.lot;
        if (lot == null) {
            lot = new Lot(local, names.nextId(), policy.units(account.budget().name()));
            local.lot = lot;
        }
        long free = account.budget().stopUnits() - local.estimate().exposure();
        return Math.max(0, Math.min(lot.room(), free));
    }

    /** A refusal that says how much could have been had. */
    private static HoldResult lacking(OutageAccount account, long room) {
        Totals totals = account.local().estimate();
        long taken = account.budget().stopUnits() - room - totals.spent();
        return new HoldResult.Lacking(
                account, new Totals(totals.spent(), Math.max(totals.held(), taken), totals.allowance()));
    }

    /** Ends a hold of an outage, also after it; null if it is none. */
    @Nullable
    List<Posting> settle(Settlement settlement, List<OutageAccount> held, Instant at) {
        List<Lot> lots = reservations.get(settlement.reservation());
        if (lots == null) {
            return null;
        }
        OutageAccount.requireFits(settlement, held);
        reservations.remove(settlement.reservation());
        for (Lot lot : lots) {
            lot.settle(settlement.heldUnits(), settlement.actualUnits(), at);
            lot.account.spent += settlement.actualUnits();
            if (lot.isOver()) {
                queue.add(new Unsent.Closing(lot, at));
            }
        }
        return OutageAccount.postings(held);
    }

    /** Something was set aside; if somebody else was faster it is given back. */
    void reserve(LocalAccount account, Lot lot, long units) {
        lot.recorded = units;
        if (account.lot == null) {
            account.lot = lot;
        } else {
            close(lot);
        }
    }

    /** Gives back what was set aside and not used. */
    void release(LocalAccount account, Instant at) {
        Lot lot = account.lot;
        if (lot != null) {
            account.lot = null;
            lot.touch(at);
            close(lot);
        }
    }

    /** The outage is over: what was granted is recorded, and what is left of a reserve stays. */
    void record(LocalAccount account) {
        Lot lot = account.lot;
        if (lot != null && (lot.exposure() > 0 || lot.recorded == 0 || account.isOver)) {
            account.lot = null;
            close(lot);
        }
    }

    private void close(Lot lot) {
        if (lot.exposure() == 0 && lot.recorded == 0) {
            return;
        }
        lot.closed = true;
        lot.account.closing.add(lot);
        if (lot.recorded == 0) {
            queue.add(new Unsent.Recording(lot, names.entry(Entry.Kind.OUTAGE, lot.id, lot.exposure(), lot.used())));
        }
        if (lot.isOver()) {
            queue.add(new Unsent.Closing(lot, lot.used()));
        }
    }
}
