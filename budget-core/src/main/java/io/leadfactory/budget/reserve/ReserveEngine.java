package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.HoldResult;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.UnknownBudgetException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds the budgets that a spend is held against, holds it in all or none, and ends holds. Thread-safe. It takes no lock
 * of its own; what waits, if anything, is the store.
 */
public final class ReserveEngine {
    private final Map<String, CurrentAccount> accounts = new LinkedHashMap<>();
    private final ScopeIndex scopes;
    private final BudgetStore store;
    private final Clock clock;
    private final ReserveObserver observer;
    private final long engine = new SecureRandom().nextLong();
    private final AtomicLong reservations = new AtomicLong();

    /**
     * Opens the budgets' accounts.
     *
     * @param budgets the budgets
     * @param store where accounts live
     * @param clock what tells the time
     * @param observer who hears what is done
     * @throws IllegalArgumentException if two budgets have one name
     * @throws LedgerException if the ledger cannot be reached
     */
    public ReserveEngine(Collection<Budget> budgets, BudgetStore store, Clock clock, ReserveObserver observer) {
        this.store = store;
        this.clock = clock;
        this.observer = observer;
        long now = clock.millis();
        for (Budget budget : budgets) {
            if (accounts.containsKey(budget.name())) {
                throw new IllegalArgumentException(
                        "budget names must be unique: \"%s\" is defined twice".formatted(budget.name()));
            }
            accounts.put(budget.name(), new CurrentAccount(budget, store, now));
        }
        this.scopes = new ScopeIndex(accounts.values());
    }

    /**
     * {@return reserves, or says why not}
     *
     * @param spend the upper bound and its tags
     * @throws UnmatchedSpendException if no budget covers the spend
     * @throws LedgerException if the ledger cannot be written
     */
    public Decision tryReserve(Spend spend) {
        long now = clock.millis();
        List<CurrentAccount> covering = scopes.covering(spend);
        List<Account> held = new ArrayList<>(covering.size());
        for (CurrentAccount each : covering) {
            held.add(each.at(now));
        }
        ReservationId id = new ReservationId(engine, reservations.incrementAndGet());
        HoldResult result = store.hold(id, held, spend.units(), Instant.ofEpochMilli(now));
        if (result instanceof HoldResult.Lacking lacking) {
            return refuse(spend, held, lacking);
        }
        for (Posting posting : ((HoldResult.Held) result).postings()) {
            observer.granted(posting);
        }
        return new Decision.Granted(new Reservation(this, id, spend.units(), held));
    }

    private Decision refuse(Spend spend, List<Account> asked, HoldResult.Lacking lacking) {
        Account refusing = lacking.account();
        // Those before it had been held for a moment, which others may have seen.
        asked.subList(0, asked.indexOf(refusing)).forEach(this::look);
        observer.refused(refusing, lacking.totals(), spend.units());
        Budget budget = refusing.budget();
        long left = Math.max(0, budget.stopUnits() - lacking.totals().exposure());
        return new Decision.Refused(budget, refusing.window(), spend.amount(), NanoUnits.toDecimal(left));
    }

    void settle(Settlement settlement, List<Account> held, Runnable recorded) {
        List<Posting> postings = store.settle(settlement, held, Instant.ofEpochMilli(clock.millis()));
        recorded.run();
        for (Posting posting : postings) {
            observer.settled(posting, settlement);
        }
    }

    /**
     * {@return what the budget's balance means now}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public BudgetStatus status(String budget) {
        Account account = current(budget);
        return account.budget().statusOf(look(account).exposure());
    }

    /**
     * {@return where the budget stands in its current period}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public Balance balance(String budget) {
        Account account = current(budget);
        return account.balance(look(account));
    }

    /**
     * {@return the budget's entries in its current period, oldest first}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public List<Entry> entries(String budget) {
        return store.entries(current(budget));
    }

    /**
     * {@return the budget's accounts beside what their entries add up to, for each of its periods}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public List<LedgerCheck> checkLedger(String budget) {
        return store.check(current(budget).budget().name());
    }

    /** {@return the budgets, in the order in which they were given} */
    public List<Budget> budgets() {
        return accounts.values().stream().map(CurrentAccount::budget).toList();
    }

    private Totals look(Account account) {
        Totals totals = account.totals();
        observer.seen(account, totals);
        return totals;
    }

    private Account current(String budget) {
        CurrentAccount account = accounts.get(budget);
        if (account == null) {
            throw new UnknownBudgetException(budget, accounts.keySet());
        }
        return account.at(clock.millis());
    }
}
