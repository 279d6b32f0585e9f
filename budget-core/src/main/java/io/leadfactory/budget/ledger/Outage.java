package io.leadfactory.budget.ledger;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Note note;
    private final long process = new SecureRandom().nextLong();
    private final AtomicLong ids = new AtomicLong();
    private final Object lock = new Object();
    private final Map<Key, LocalAccount> accounts = new HashMap<>(); // guarded by lock, as what follows
    private final Map<ReservationId, List<Lot>> reservations = new HashMap<>();
    private final Deque<Unsent> queue = new ArrayDeque<>();
    private int waiting;
    private boolean isSending;
    private boolean isOutageUntold;
    private boolean isReturnUntold;
    private volatile boolean direct = true;
    private volatile long number;
    private Instant latest = Instant.EPOCH;

    Outage(DownPolicy policy) {
        this.policy = policy;
        String name = policy.processOrNull();
        this.note = new Note(
                name == null ? "process %016x".formatted(process) : name,
                policy.mode() == DownPolicy.Mode.EMERGENCY
                        ? "set aside for when the database is down"
                        : "granted while the database was down");
    }

    /** Whether calls go to the database. */
    boolean isDirect() {
        return direct;
    }

    /** Which outage is or was the last. */
    long number() {
        return number;
    }

    LedgerState state() {
        synchronized (lock) {
            if (!direct) {
                return isSending ? LedgerState.RECOVERING : LedgerState.DOWN;
            }
            return queue.isEmpty() && !isReturnUntold ? LedgerState.UP : LedgerState.RECOVERING;
        }
    }

    ReservationId nextId() {
        return new ReservationId(process, ids.incrementAndGet());
    }

    Entry entry(Entry.Kind kind, ReservationId id, long units, Instant at) {
        return new Entry(kind, id, units, 0, 0, at, note);
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
            if (direct && number == after) {
                number = after + 1;
                direct = false;
                isSending = false;
                // Of one that went on before its end was told nobody hears that it began again.
                isOutageUntold |= !isReturnUntold;
                isReturnUntold = false;
            }
        }
    }

    /** The database answers, and is sent what waits. */
    void answers() {
        synchronized (lock) {
            isSending = !direct;
        }
    }

    /** It does not any more, or does not take what is sent. */
    void fails() {
        synchronized (lock) {
            isSending = false;
        }
    }

    /** What has room, or refuses; null if the database is to be asked. */
    @Nullable
    HoldResult hold(ReservationId reservation, List<OutageAccount> held, long units, Instant at) {
        synchronized (lock) {
            if (direct) {
                return null;
            }
            if (policy.mode() == DownPolicy.Mode.CLOSED) {
                throw down("reserve from", held);
            }
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
            return new HoldResult.Held(reservation, postings(held));
        }
    }

    /** Of an open policy what was free last, too: a budget that had stopped stays stopped. */
    private long room(OutageAccount account) {
        LocalAccount local = account.local();
        if (policy.mode() == DownPolicy.Mode.EMERGENCY) {
            return local.lot == null ? 0 : local.lot.room();
        }
        Lot lot = local.lot;
        if (lot == null) {
            lot = new Lot(local, nextId(), policy.units(account.budget().name()));
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
    List<Posting> settleLocal(Settlement settlement, List<OutageAccount> held, Instant at) {
        synchronized (lock) {
            List<Lot> lots = reservations.get(settlement.reservation());
            if (lots == null) {
                return null;
            }
            requireFits(settlement, held);
            reservations.remove(settlement.reservation());
            for (Lot lot : lots) {
                lot.settle(settlement.heldUnits(), settlement.actualUnits(), at);
                lot.account.spent += settlement.actualUnits();
                if (lot.isOver()) {
                    queue.add(new Unsent.Closing(lot, at));
                }
            }
            return postings(held);
        }
    }

    /** Keeps the end of a hold of the ledger until it can be sent; null if the database is to be asked. */
    @Nullable
    List<Posting> settleLater(Settlement settlement, List<OutageAccount> held, Instant at) {
        synchronized (lock) {
            if (direct) {
                return null;
            }
            if (policy.mode() == DownPolicy.Mode.CLOSED) {
                throw down("settle reservation " + settlement.reservation() + " in", held);
            }
            if (waiting >= policy.mostWaiting()) {
                throw new LedgerException(
                        "cannot settle reservation %s in %s: the database is down, and %d ends of holds wait for it already; try again when it is back"
                                .formatted(settlement.reservation(), JdbcStore.names(held), waiting));
            }
            requireFits(settlement, held);
            List<LocalAccount> local = local(held);
            for (LocalAccount each : local) {
                each.queue(settlement);
                each.spent += settlement.actualUnits();
            }
            waiting++;
            queue.add(new Unsent.Settling(settlement, local, at));
            return postings(held);
        }
    }

    private static void requireFits(Settlement settlement, List<OutageAccount> held) {
        for (OutageAccount each : held) {
            if (settlement.overrunUnits()
                    > Long.MAX_VALUE - each.local().estimate().exposure()) {
                throw settlement.tooLargeFor(each);
            }
        }
    }

    /** A hold that may be in the ledger, and that nobody has. If too many wait it stays counted there. */
    void undoLater(ReservationId reservation, List<LocalAccount> held, long units, Instant at) {
        synchronized (lock) {
            if (waiting < policy.mostWaiting()) {
                waiting++;
                queue.add(new Unsent.Undoing(reservation, held, units, at));
            }
        }
    }

    /** The account of a period that begins while the database is down; null if the database is to be asked. */
    @Nullable
    LocalAccount followLater(OutageAccount over, Account unopened, Instant at) {
        synchronized (lock) {
            if (direct) {
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
            return direct && queue.isEmpty() ? null : account.local().estimate();
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
            lot.recorded = units;
            if (account.lot == null) {
                account.lot = lot;
            } else {
                close(lot);
            }
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
        Lot lot = account.lot;
        if (direct && lot != null) {
            account.lot = null;
            lot.touch(at);
            close(lot);
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
            return queue.peek();
        }
    }

    /** The ledger will never take it. */
    void drop(Unsent head) {
        synchronized (lock) {
            remove(head);
            head.dropped();
        }
    }

    private void remove(Unsent head) {
        queue.remove();
        if (head instanceof Unsent.Settling || head instanceof Unsent.Undoing) {
            waiting--;
        }
    }

    void sent(Unsent head, List<Posting> postings) {
        synchronized (lock) {
            remove(head);
            head.done();
            for (int i = 0; i < postings.size(); i++) {
                head.accounts().get(i).see(postings.get(i));
            }
        }
    }

    /** Everything from before the outage is sent: calls go to the database again, and what was granted meanwhile is recorded. */
    void end() {
        synchronized (lock) {
            if (direct || !queue.isEmpty()) {
                return;
            }
            direct = true;
            isSending = false;
            isReturnUntold = true;
            for (LocalAccount account : accounts.values()) {
                Lot lot = account.lot;
                if (lot != null && (lot.exposure() > 0 || lot.recorded == 0 || account.isOver)) {
                    account.lot = null;
                    close(lot);
                }
            }
        }
    }

    private void close(Lot lot) {
        if (lot.exposure() == 0 && lot.recorded == 0) {
            return;
        }
        lot.closed = true;
        lot.account.closing.add(lot);
        if (lot.recorded == 0) {
            queue.add(new Unsent.Recording(lot, entry(Entry.Kind.OUTAGE, lot.id, lot.exposure(), lot.used())));
        }
        if (lot.isOver()) {
            queue.add(new Unsent.Closing(lot, lot.used()));
        }
    }

    /** Whether an outage began of which nobody was told; asked once. */
    boolean beginIsUntold() {
        synchronized (lock) {
            boolean untold = isOutageUntold;
            isOutageUntold = false;
            return untold;
        }
    }

    /**
     * What was spent in an outage that is over and of which nobody was told; null if there is none. By the one who sends, who says
     * when it {@linkplain #endIsTold is told}.
     */
    @Nullable
    Map<String, Long> untoldEnd() {
        synchronized (lock) {
            if (!isReturnUntold || !direct || !queue.isEmpty()) {
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
            if (number == told) {
                isReturnUntold = false;
            } else {
                isOutageUntold = true;
            }
        }
    }

    /** Whether there is nothing to be done. */
    boolean isIdle() {
        synchronized (lock) {
            return direct && queue.isEmpty() && !isOutageUntold && !isReturnUntold;
        }
    }

    int unsent() {
        synchronized (lock) {
            return queue.size() + reservations.size();
        }
    }

    LedgerException down(String wanted, List<? extends Account> held) {
        return down(wanted + " " + JdbcStore.names(held));
    }

    LedgerException down(String wanted) {
        return new LedgerException(
                "cannot %s: the database is down; it is looked for, and asked again when it is back".formatted(wanted));
    }

    private static List<Posting> postings(List<OutageAccount> accounts) {
        return accounts.stream().map(each -> each.local().posting(each)).toList();
    }

    static List<LocalAccount> local(List<OutageAccount> accounts) {
        return accounts.stream().map(OutageAccount::local).toList();
    }

    @Override
    public String toString() {
        return "%s, %s, waiting: %s".formatted(policy, state(), unsent());
    }
}
