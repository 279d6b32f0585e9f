package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Window;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that the ledger does not know yet, to be sent in its turn. Sent again after a failure of which nobody knows how far it
 * came: each of these is recorded once all the same.
 */
interface Unsent {
    /** Writes it into the ledger. Holds no lock. */
    List<Posting> send(JdbcStore ledger);

    /** It is recorded; called with the lock of {@link Outage}. */
    default void done() {}

    /** It never will be; called with the lock of {@link Outage}. */
    default void dropped() {
        done();
    }

    /** Whose accounts the postings are, in the same order. */
    List<LocalAccount> accounts();

    /** What was acknowledged before it is recorded; null if nobody was told anything. */
    default @Nullable Settlement acknowledged() {
        return null;
    }

    private static List<Account> rows(List<LocalAccount> accounts) {
        return accounts.stream().map(each -> each.row).toList();
    }

    /** A period that began meanwhile. */
    record Following(LocalAccount account, Account over, Window window, Instant at) implements Unsent {
        @Override
        public List<Posting> send(JdbcStore ledger) {
            ledger.follow(over, window, at);
            return List.of();
        }

        @Override
        public List<LocalAccount> accounts() {
            return List.of(account);
        }
    }

    /** A hold that nobody was given, but may be there. */
    record Undoing(ReservationId id, List<LocalAccount> accounts, long units, Instant at) implements Unsent {
        @Override
        public List<Posting> send(JdbcStore ledger) {
            return ledger.undo(id, rows(accounts), units, at);
        }
    }

    /** The end of a hold that is in the ledger. */
    record Settling(Settlement settlement, List<LocalAccount> accounts, Instant at) implements Unsent {
        @Override
        public List<Posting> send(JdbcStore ledger) {
            return ledger.settle(settlement, rows(accounts), at);
        }

        @Override
        public void done() {
            accounts.forEach(each -> each.unqueue(settlement));
        }

        @Override
        public Settlement acknowledged() {
            return settlement;
        }
    }

    /** What was granted beyond the ledger. */
    record Recording(Lot lot, Entry entry) implements Unsent {
        @Override
        public List<Posting> send(JdbcStore ledger) {
            return List.of(ledger.force(entry, lot.account.row));
        }

        @Override
        public void done() {
            lot.recorded = entry.heldUnits();
        }

        @Override
        public void dropped() {
            lot.lost = true;
        }

        @Override
        public Settlement acknowledged() {
            return new Settlement(Entry.Kind.COMMIT, lot.id, entry.heldUnits(), entry.heldUnits());
        }

        @Override
        public List<LocalAccount> accounts() {
            return List.of(lot.account);
        }
    }

    /** A lot whose reservations have all ended. */
    record Closing(Lot lot, Instant at) implements Unsent {
        @Override
        public List<Posting> send(JdbcStore ledger) {
            // Nothing changes it any more, and it was recorded or given up before.
            return lot.lost ? List.of() : ledger.settle(lot.end(), List.of(lot.account.row), at);
        }

        @Override
        public void done() {
            lot.account.closing.remove(lot);
        }

        @Override
        public List<LocalAccount> accounts() {
            return List.of(lot.account);
        }

        @Override
        public Settlement acknowledged() {
            return lot.end();
        }
    }
}
