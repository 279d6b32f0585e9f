package io.leadfactory.budget.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one process does of its own while the database is down. Thread-safe: one lock guards all of it, and is never held while
 * the database is asked. A call that takes it would have waited for the network otherwise.
 */
final class Outage {
    private record Key(String budget, String period, Instant start) {
        static Key of(Account account) {
            return new Key(
                    account.budget().name(),
                    account.window().period().name(),
                    account.window().start());
        }
    }

    private final DownPolicy policy;
    private final OutageNames names;
    private final Object lock = new Object();
    private final Map<Key, LocalAccount> accounts = new HashMap<>(); // guarded by lock, as what follows
    private final OutagePhase phase = new OutagePhase();
    private final UnsentQueue queue = new UnsentQueue();
    private final Lots lots;
    private Instant latest = Instant.EPOCH;

    Outage(DownPolicy policy) {
        this.policy = policy;
        this.names = new OutageNames(policy);
        this.lots = new Lots(policy, names, queue);
    }

    /** Whether calls go to the database. */
    boolean isDirect() {
        return phase.isDirect();
    }

    /** Which outage is or was the last. */
    long number() {
        return phase.number();
    }

    LedgerState state() {
        synchronized (lock) {
            return phase.state(queue.isEmpty());
        }
    }

    ReservationId nextId() {
        return names.nextId();
    }

    Entry entry(Entry.Kind kind, ReservationId id, long units, Instant at) {
        return names.entry(kind, id, units, at);
    }

    LocalAccount account(Account row) {
        synchronized (lock) {
            return accounts.computeIfAbsent(Key.of(row), key -> new LocalAccount(row));
        }
    }

    /** Of an account that was opened just now, maybe under another definition. */
    LocalAccount opened(Account row) {
        synchronized (lock) {
            LocalAccount account = account(row);
            account.row = row;
            return account;
        }
    }

    void see(LocalAccount account, Totals totals) {
        synchronized (lock) {
            account.see(totals);
        }
    }

    void see(LocalAccount account, Posting posting) {
        synchronized (lock) {
            account.see(posting);
        }
    }

    /** Somebody failed to reach the database, in the time after the outage of this number. */
    void begin(long after) {
        synchronized (lock) {
            phase.begin(after);
        }
    }

    /** The database answers, and is sent what waits. */
    void answers() {
        synchronized (lock) {
            phase.answers();
        }
    }

    /** It does not any more, or does not take what is sent. */
    void fails() {
        synchronized (lock) {
            phase.fails();
        }
    }

    /** What has room, or refuses; null if the database is to be asked. */
    @Nullable
    HoldResult hold(ReservationId reservation, List<OutageAccount> held, long units, Instant at) {
        synchronized (lock) {
            if (phase.isDirect()) {
                return null;
            }
            if (policy.mode() == DownPolicy.Mode.CLOSED) {
                throw down("reserve from", held);
            }
            return lots.hold(reservation, held, units, at);
        }
    }

    /** Ends a hold of an outage, also after it; null if it is none. */
    @Nullable
    List<Posting> settleLocal(Settlement settlement, List<OutageAccount> held, Instant at) {
        synchronized (lock) {
            return lots.settle(settlement, held, at);
        }
    }

    /** Keeps the end of a hold of the ledger until it can be sent; null if the database is to be asked. */
    @Nullable
    List<Posting> settleLater(Settlement settlement, List<OutageAccount> held, Instant at) {
        synchronized (lock) {
            if (phase.isDirect()) {
                return null;
            }
            if (policy.mode() == DownPolicy.Mode.CLOSED) {
                throw down("settle reservation " + settlement.reservation() + " in", held);
            }
            if (queue.waiting() >= policy.mostWaiting()) {
                throw new LedgerException(
                        "cannot settle reservation %s in %s: the database is down, and %d ends of holds wait for it already; try again when it is back"
                                .formatted(settlement.reservation(), JdbcStore.names(held), queue.waiting()));
            }
            OutageAccount.requireFits(settlement, held);
            List<LocalAccount> local = local(held);
            for (LocalAccount each : local) {
                each.queue(settlement);
                each.spent += settlement.actualUnits();
            }
            queue.add(new Unsent.Settling(settlement, local, at));
            return OutageAccount.postings(held);
        }
    }

    /** A hold that may be in the ledger, and that nobody has. If too many wait it stays counted there. */
    void undoLater(ReservationId reservation, List<LocalAccount> held, long units, Instant at) {
        synchronized (lock) {
            if (queue.waiting() < policy.mostWaiting()) {
                queue.add(new Unsent.Undoing(reservation, held, units, at));
            }
        }
    }

    /** The account of a period that begins while the database is down; null if the database is to be asked. */
    @Nullable
    LocalAccount followLater(OutageAccount over, Account unopened, Instant at) {
        synchronized (lock) {
            if (phase.isDirect()) {
                return null;
            }
            over.local().isOver = true;
            LocalAccount known = accounts.get(Key.of(unopened));
            if (known != null) {
                return known;
            }
            LocalAccount fresh = new LocalAccount(unopened);
            accounts.put(Key.of(unopened), fresh);
            queue.add(new Unsent.Following(fresh, over.row(), unopened.window(), at));
            return fresh;
        }
    }

    /** What is known of an account, if that is all that can be had now; null if the database is to be asked. */
    @Nullable
    Totals estimate(OutageAccount account) {
        synchronized (lock) {
            return phase.isDirect() && queue.isEmpty() ? null : account.local().estimate();
        }
    }

    Posting unchanged(OutageAccount account) {
        synchronized (lock) {
            return account.local().posting(account);
        }
    }

    /** The latest instant that a call named. */
    Instant latest() {
        synchronized (lock) {
            return latest;
        }
    }

    void passed(Instant at) {
        synchronized (lock) {
            latest = latest.isAfter(at) ? latest : at;
        }
    }

    /** Of an emergency policy: whether this caller is to set something aside. */
    boolean lacksReserve(LocalAccount account) {
        synchronized (lock) {
            return policy.mode() == DownPolicy.Mode.EMERGENCY
                    && account.lot == null
                    && !account.isOver
                    && policy.units(account.row.budget().name()) > 0;
        }
    }

    long reserveUnits(LocalAccount account) {
        return policy.units(account.row.budget().name());
    }

    /** Something was set aside; if somebody else was faster it is given back. */
    void reserve(LocalAccount account, Lot lot, long units) {
        synchronized (lock) {
            lots.reserve(account, lot, units);
        }
    }

    /** Gives back what was set aside and not used, since the period of the account is over. */
    void follow(LocalAccount over, Instant at) {
        synchronized (lock) {
            over.isOver = true;
            release(over, at);
            accounts.remove(Key.of(over.row), over);
        }
    }

    /** Gives back what was set aside and not used. */
    void releaseAll() {
        synchronized (lock) {
            accounts.values().forEach(each -> release(each, latest));
        }
    }

    private void release(LocalAccount account, Instant at) {
        if (phase.isDirect()) {
            lots.release(account, at);
        }
    }

    List<LocalAccount> accounts() {
        synchronized (lock) {
            return List.copyOf(accounts.values());
        }
    }

    /** What is to be sent next; it stays where it is until it is {@linkplain #sent sent}. */
    @Nullable
    Unsent next() {
        synchronized (lock) {
            return queue.next();
        }
    }

    /** The ledger will never take it. */
    void drop(Unsent head) {
        synchronized (lock) {
            queue.remove(head);
            head.dropped();
        }
    }

    void sent(Unsent head, List<Posting> postings) {
        synchronized (lock) {
            queue.remove(head);
            head.done();
            for (int i = 0; i < postings.size(); i++) {
                head.accounts().get(i).see(postings.get(i));
            }
        }
    }

    /** Everything from before the outage is sent: calls go to the database again, and what was granted meanwhile is recorded. */
    void end() {
        synchronized (lock) {
            if (!phase.isDirect() && queue.isEmpty()) {
                phase.end();
                accounts.values().forEach(lots::record);
            }
        }
    }

    /** Whether an outage began of which nobody was told; asked once. */
    boolean beginIsUntold() {
        synchronized (lock) {
            return phase.beginIsUntold();
        }
    }

    /**
     * What was spent in an outage that is over and of which nobody was told; null if there is none. By the one who sends, who says
     * when it {@linkplain #endIsTold is told}.
     */
    @Nullable
    Map<String, Long> untoldEnd() {
        synchronized (lock) {
            if (!phase.endIsUntold() || !queue.isEmpty()) {
                return null;
            }
            Map<String, Long> spent = new TreeMap<>();
            for (LocalAccount account : accounts.values()) {
                spent.merge(account.row.budget().name(), account.spent, Long::sum);
                account.spent = 0;
            }
            accounts.values().removeIf(each -> each.isOver);
            return spent;
        }
    }

    /**
     * The listeners heard that the outage is over.
     *
     * @param told its number: of one that began meanwhile the beginning is to be told
     */
    void endIsTold(long told) {
        synchronized (lock) {
            phase.endIsTold(told);
        }
    }

    /** Whether there is nothing to be done. */
    boolean isIdle() {
        synchronized (lock) {
            return phase.isOver() && queue.isEmpty();
        }
    }

    int unsent() {
        synchronized (lock) {
            return queue.size() + lots.open();
        }
    }

    LedgerException down(String wanted, List<? extends Account> held) {
        return down(wanted + " " + JdbcStore.names(held));
    }

    LedgerException down(String wanted) {
        return new LedgerException(
                "cannot %s: the database is down; it is looked for, and asked again when it is back".formatted(wanted));
    }

    static List<LocalAccount> local(List<OutageAccount> accounts) {
        return accounts.stream().map(OutageAccount::local).toList();
    }

    @Override
    public String toString() {
        return "%s, %s, waiting: %s".formatted(policy, state(), unsent());
    }
}
