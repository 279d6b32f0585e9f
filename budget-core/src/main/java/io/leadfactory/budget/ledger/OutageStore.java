package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in a database that may be down, and a {@link DownPolicy} for that time. Thread-safe. Made by {@link
 * BudgetStore#jdbc(javax.sql.DataSource, DownPolicy)}; the database must be there when accounts are opened.
 *
 * <p>It is in one of three states:
 *
 * <table>
 * <caption>States</caption>
 * <tr><th>from</th><th>when</th><th>to</th><th>what is done</th></tr>
 * <tr><td>UP</td><td>a call cannot reach the database, or the answer to its commit is lost</td><td>DOWN</td>
 * <td>that call and all that follow do as the policy says; none waits for the database</td></tr>
 * <tr><td>DOWN</td><td>a look fails</td><td>DOWN</td><td>the next look is after a longer pause</td></tr>
 * <tr><td>DOWN</td><td>a look succeeds</td><td>RECOVERING</td>
 * <td>what was acknowledged is sent, in order: holds that ended, periods that began, holds to be undone</td></tr>
 * <tr><td>RECOVERING</td><td>the database cannot be reached again, or does not take what is sent</td><td>DOWN</td>
 * <td>what was not sent stays</td></tr>
 * <tr><td>RECOVERING</td><td>all of that is sent</td><td>RECOVERING</td>
 * <td>calls go to the database again; what was granted meanwhile is recorded</td></tr>
 * <tr><td>RECOVERING</td><td>nothing is left to be recorded</td><td>UP</td><td>listeners are told</td></tr>
 * </table>
 *
 * <p><b>Down</b> is what says that nobody answers: a connection that broke or cannot be had (SQLSTATE class 08, the connection
 * exceptions of JDBC, a pool that waited in vain), or a server that stops or starts (57P01 to 57P03, and what H2 says then). A refused
 * row, a deadlock, a missing table or a statement that took too long are answers. A pool that is too small says the same as a
 * database that is gone.
 *
 * <p><b>Granted meanwhile</b> is spent from a lot, one per account. With a reserve the lot is a hold of the ledger from before; it
 * ends with what its reservations did cost, and another is set aside. Without, it is recorded afterwards as an {@link
 * Entry.Kind#OUTAGE} entry, whether there is room or not, and ends in the same way. So a lot has one line in the ledger and one for
 * its end however many reservations it had, and these are not in the ledger by their own ids. A lot with reservations that are still
 * open stays held as a whole until the last of them has ended. A period that begins meanwhile has a cap of its own, and no
 * reserve. Lines that are reached are told when that is recorded.
 *
 * <p><b>A hold whose commit was not answered</b> may be in the ledger or not. It is given to nobody: the caller gets another, from a
 * lot or an exception, and once the database is back the first is undone if it is there. Until then it counts, so
 * money may be counted twice for that time, and is never granted twice. <b>A settlement whose commit was not answered</b> is sent again;
 * the ledger knows it by its reservation.
 *
 * <p><b>Holds from before</b> end as usual, except with a closed policy: their ends wait in a queue with a bound, and are sent in order.
 * What the process knows in memory alone is lost if it dies before that: these holds stay counted as they are.
 *
 * <p><b>Requests with a key</b> need the database, which alone knows whether the key was used before: while it is down they fail
 * as with a closed policy.
 *
 * <p><b>Status and balance</b> say what was seen of the account last, with what this process did since; {@link #state()} says
 * whether that is so. Entries, checks, and changes by hand need the database.
 *
 * <p>A call that runs into the timeout of a slow database waits for it; those that come after that do not. Each process has one
 * thread that looks, in pauses that grow and differ at random.
 */
public final class OutageStore implements BudgetStore, AutoCloseable {
    private static final int TRIES = 3;

    private final JdbcStore ledger;
    private final boolean isClosedPolicy;
    private final Outage outage;
    private final Recovery recovery;
    private final Reach reach;
    private final Reserves reserves;

    OutageStore(JdbcStore ledger, DownPolicy policy) {
        if (policy == null) {
            throw new IllegalArgumentException("whenDown must not be null: give DownPolicy.closed() to grant nothing");
        }
        this.ledger = ledger;
        this.isClosedPolicy = policy.mode() == DownPolicy.Mode.CLOSED;
        this.outage = new Outage(policy);
        this.recovery = new Recovery(this, ledger, outage, policy, this::renewAll);
        this.reach = new Reach(outage, recovery);
        this.reserves = new Reserves(ledger, outage, recovery, reach);
    }

    private void renewAll() {
        reserves.renewAll();
    }

    /** {@return whether the ledger can be written, as this process sees it} */
    public LedgerState state() {
        return outage.state();
    }

    /** {@return how much this process knows that the ledger does not: what waits to be recorded, and open reservations of an outage} */
    public int unrecorded() {
        return outage.unsent();
    }

    @Override
    public Runnable listen(OutageListener listener) {
        return recovery.listen(listener);
    }

    @Override
    public Account open(Budget budget, Window window) {
        String wanted = "open the account of budget \"%s\"".formatted(budget.name());
        return reach.asked(wanted, () -> {
            Account row = ledger.open(budget, window);
            return opened(row, window.start());
        });
    }

    private OutageAccount opened(Account row, Instant at) {
        LocalAccount local = outage.opened(row);
        outage.see(local, row.totals());
        reserves.renew(local, at);
        return new OutageAccount(this, row, local);
    }

    @Override
    public Account follow(Account over, Window window, Instant at) {
        OutageAccount last = OutageAccount.own(over);
        outage.passed(at);
        for (int tried = 1; ; tried++) {
            Account unopened = ledger.unopened(last.row(), window);
            LocalAccount local = outage.followLater(last, unopened, at);
            if (local != null) {
                return new OutageAccount(this, local.row, local);
            }
            try {
                return reach.reaching(() -> {
                    OutageAccount next = opened(ledger.follow(last.row(), window, at), at);
                    outage.follow(last.local(), at);
                    recovery.wake();
                    return next;
                });
            } catch (LedgerException failed) {
                if (!failed.isOutage() || tried == TRIES) {
                    throw failed;
                }
            }
        }
    }

    @Override
    public Posting tend(Account account, Instant at) {
        OutageAccount own = OutageAccount.own(account);
        if (outage.isDirect()) {
            try {
                return seen(own, reach.reaching(() -> ledger.tend(own.row(), at)));
            } catch (LedgerException failed) {
                if (!failed.isOutage()) {
                    throw failed;
                }
            }
        }
        // What lasts for a time lasts until somebody can end it; a lot does not depend on it.
        return outage.unchanged(own);
    }

    @Override
    public List<Posting> adjust(Adjustment adjustment, List<Account> accounts, Instant at) {
        List<OutageAccount> changed = OutageAccount.own(accounts);
        String wanted = "record %s in %s".formatted(adjustment.kind(), JdbcStore.names(changed));
        return seen(changed, reach.asked(wanted, () -> ledger.adjust(adjustment, OutageAccount.rows(changed), at)));
    }

    @Override
    public Optional<KeyedChange> recorded(RequestKey key, List<Account> accounts, Instant at) {
        List<OutageAccount> asked = OutageAccount.own(accounts);
        return reach.asked(
                        "look for what a key stands for in " + JdbcStore.names(asked),
                        () -> ledger.recorded(key, OutageAccount.rows(asked), at))
                .map(change -> new KeyedChange(
                        change.id(), change.accounts().stream().map(this::of).toList()));
    }

    @Override
    public Optional<Grant> grant(Account account) {
        return Optional.empty();
    }

    @Override
    public HoldResult hold(HoldRequest request, List<Account> accounts) {
        List<OutageAccount> held = OutageAccount.own(accounts);
        outage.passed(request.at());
        if (request.keyOrNull() != null) {
            // Whether its key was used before, only the ledger knows: so an unclear answer is asked for again by the
            // same key.
            return reach.asked("reserve by a key from " + JdbcStore.names(held), () -> holdInLedger(request, held));
        }
        return holdWithoutKey(request, held);
    }

    private HoldResult holdWithoutKey(HoldRequest request, List<OutageAccount> held) {
        long units = request.units();
        Instant at = request.at();
        ReservationId id = request.reservation();
        for (int tried = 1; ; tried++) {
            HoldResult local = outage.hold(id, held, units, at);
            if (local != null) {
                return local;
            }
            HoldRequest wanted = new HoldRequest(id, units, at, null);
            try {
                return reach.reaching(() -> holdInLedger(wanted, held));
            } catch (LedgerException failed) {
                if (failed.isUnclear()) {
                    undoLater(id, held, units, at);
                    id = outage.nextId();
                }
                if (!failed.isOutage() || isClosedPolicy || tried == TRIES) {
                    throw failed;
                }
            }
        }
    }

    private HoldResult holdInLedger(HoldRequest request, List<OutageAccount> held) {
        HoldResult result = ledger.hold(request, OutageAccount.rows(held));
        if (result instanceof HoldResult.Held granted) {
            return new HoldResult.Held(request.reservation(), seen(held, granted.postings()));
        }
        if (result instanceof HoldResult.Lacking lacking) {
            OutageAccount account = of(held, lacking.account());
            outage.see(account.local(), lacking.totals());
            return new HoldResult.Lacking(account, lacking.totals());
        }
        if (result instanceof HoldResult.Repeated repeated) {
            return new HoldResult.Repeated(
                    repeated.reservation(),
                    repeated.units(),
                    repeated.accounts().stream().map(this::of).toList(),
                    repeated.at(),
                    repeated.endedOrNull());
        }
        return new HoldResult.Due(of(held, ((HoldResult.Due) result).account()));
    }

    /** An account that the ledger has opened. */
    private Account of(Account row) {
        return new OutageAccount(this, row, outage.account(row));
    }

    private void undoLater(ReservationId id, List<OutageAccount> held, long units, Instant at) {
        outage.undoLater(id, Outage.local(held), units, at);
        recovery.wake();
    }

    @Override
    public List<Posting> settle(Settlement settlement, List<Account> accounts, Instant at) {
        List<OutageAccount> held = OutageAccount.own(accounts);
        outage.passed(at);
        List<Posting> local = outage.settleLocal(settlement, held, at);
        for (int tried = 1; local == null; tried++) {
            local = outage.settleLater(settlement, held, at);
            if (local == null) {
                try {
                    return seen(held, reach.reaching(() -> ledger.settle(settlement, OutageAccount.rows(held), at)));
                } catch (LedgerException failed) {
                    if (!failed.isOutage() || isClosedPolicy || tried == TRIES) {
                        throw failed;
                    }
                }
            }
        }
        recovery.wake();
        return local;
    }

    @Override
    public Optional<Account> find(Budget budget, Window window) {
        return reach.asked(
                "find the account of budget \"%s\"".formatted(budget.name()),
                () -> ledger.find(budget, window).map(this::of));
    }

    @Override
    public Optional<Settlement> ended(ReservationId reservation, List<Account> accounts) {
        List<Account> rows = OutageAccount.rows(OutageAccount.own(accounts));
        return reach.asked(
                "read how reservation %s ended".formatted(reservation), () -> ledger.ended(reservation, rows));
    }

    @Override
    public Outlook foresee(Account account, Instant at) {
        OutageAccount own = OutageAccount.own(account);
        return reach.asked("read budget \"%s\"".formatted(own.budget().name()), () -> ledger.foresee(own.row(), at));
    }

    @Override
    public List<Entry> entries(Account account, @Nullable Entry afterOrNull, int most) {
        OutageAccount own = OutageAccount.own(account);
        return reach.asked(
                "read the entries of budget \"%s\"".formatted(own.budget().name()),
                () -> ledger.entries(own.row(), afterOrNull, most));
    }

    @Override
    public Optional<AlertOutbox> outbox() {
        return ledger.outbox();
    }

    @Override
    public List<Entry> entries(Account account) {
        OutageAccount own = OutageAccount.own(account);
        return reach.asked(
                "read the entries of budget \"%s\"".formatted(own.budget().name()), () -> ledger.entries(own.row()));
    }

    @Override
    public List<LedgerCheck> check(String budget) {
        return reach.asked("check the ledger of budget \"%s\"".formatted(budget), () -> ledger.check(budget));
    }

    @Override
    public List<String> budgets(String prefix) {
        return reach.asked("list the budgets that begin with \"%s\"".formatted(prefix), () -> ledger.budgets(prefix));
    }

    Totals totals(OutageAccount account) {
        Totals estimate = outage.estimate(account);
        if (estimate != null) {
            return estimate;
        }
        try {
            Totals totals = reach.reaching(account.row()::totals);
            outage.see(account.local(), totals);
            return totals;
        } catch (LedgerException failed) {
            Totals last = failed.isOutage() ? outage.estimate(account) : null;
            if (last == null) {
                throw failed;
            }
            return last;
        }
    }

    /**
     * Gives back what was set aside, and sends what waits, if the database is there. Reservations should have ended: one of an outage
     * that is still open keeps its lot held until it ends.
     *
     * @throws LedgerException if something could not be recorded: what waits is lost with the process, and holds stay counted
     */
    @Override
    public void close() {
        recovery.close();
        boolean isSent = recovery.step();
        if (isSent) {
            outage.releaseAll();
            isSent = recovery.step();
        }
        if (!isSent) {
            throw new LedgerException(
                    "cannot close the store: the database is down, and %d ends of holds and open reservations are not recorded; what they held stays counted, close again when it is back"
                            .formatted(unrecorded()));
        }
    }

    private Posting seen(OutageAccount account, Posting posting) {
        outage.see(account.local(), posting);
        return new Posting(account, posting.after(), posting.reached(), posting.round());
    }

    private List<Posting> seen(List<OutageAccount> accounts, List<Posting> postings) {
        List<Posting> seen = new ArrayList<>(postings.size());
        for (int i = 0; i < postings.size(); i++) {
            seen.add(seen(accounts.get(i), postings.get(i)));
        }
        return seen;
    }

    private static OutageAccount of(List<OutageAccount> accounts, Account row) {
        for (OutageAccount each : accounts) {
            if (each.row() == row) {
                return each;
            }
        }
        throw new IllegalStateException("the ledger answered for an account that was not asked for: " + row.budget());
    }

    @Override
    public String toString() {
        return "ledger that is " + outage;
    }
}
