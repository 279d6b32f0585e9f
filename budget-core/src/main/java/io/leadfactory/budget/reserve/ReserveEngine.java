package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Grant;
import io.leadfactory.budget.ledger.KeyedChange;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.Outlook;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.RequestKey;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetException;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.plan.UnknownBudgetException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the budgets that a spend is held against, holds it in all or none, and ends holds. Thread-safe. It takes no lock
 * of its own, except that one change of definitions waits for another; what waits besides, if anything, is the store.
 */
public final class ReserveEngine {
    private static final int PAGE = 1_000;

    private final Remembered<Choice, BudgetLine> lines;
    private final CallTickets callTickets = new CallTickets();
    private final Object defining = new Object();
    private final BudgetStore store;
    private final Clock clock;
    private final PeriodWatch watch;
    private final ReserveObserver observer;
    private final ReservationTerms terms;
    private final long engine = new SecureRandom().nextLong();
    private final AtomicLong reservations = new AtomicLong();
    private final RequestKeys keys;
    private final Holds holds;
    private final Runnable unlisten;
    private volatile Definitions definitions; // replaced under the lock of who defines
    private volatile @Nullable Function<String, BudgetException> closed;

    /**
     * Opens the budgets' accounts.
     *
     * @param budgets the budgets
     * @param store where accounts live
     * @param clock what tells the time
     * @param observer who hears what is done
     * @param terms what happens to holds that nobody ends
     * @param remembered how many views of each kind are kept: instances of a template, combinations of tags, lines
     * @throws IllegalArgumentException if two budgets have one name, or one has the name of a template's instance and not its
     *     scope
     * @throws LedgerException if the ledger cannot be reached
     */
    public ReserveEngine(
            Collection<Budget> budgets,
            BudgetStore store,
            Clock clock,
            ReserveObserver observer,
            ReservationTerms terms,
            int remembered) {
        this.store = store;
        this.clock = clock;
        this.watch = new PeriodWatch(clock);
        this.observer = observer;
        this.terms = terms;
        this.keys = new RequestKeys(clock, terms.keysLiveFor());
        this.holds = new Holds(this, store, clock, observer, terms);
        this.lines = new Remembered<>(remembered);
        this.definitions = Definitions.of(
                budgets,
                budget -> {
                    CurrentAccount account = new CurrentAccount(budget, store, clock, observer::tended);
                    observer.attend(budget, account.attention());
                    return account;
                },
                remembered);
        this.unlisten = store.listen(new OutageWatch(() -> definitions, observer));
        if (terms.timeToLiveMillis() != 0) {
            watch.onTick(this::expireQuietly);
            watch.announce(Long.MAX_VALUE);
        }
    }

    /**
     * {@return reserves, or says why not}
     *
     * @param spend the upper bound and its tags
     * @throws UnmatchedSpendException if no budget covers the spend
     * @throws LedgerException if the ledger cannot be written
     */
    public Decision tryReserve(Spend spend) {
        long units = terms.unitsOf(spend);
        return holds.tryReserve(definitions.scopes().covering(spend), units, keys.of(spend), terms.isUncharged(spend));
    }

    /** From budgets that were looked up before; what says which. */
    Decision tryReserve(List<CurrentAccount> budgets, Spend spend, List<String> what) {
        return holds.tryReserve(budgets, terms.unitsOf(spend), keys.of(spend, what), terms.isUncharged(spend));
    }

    Decision tryReserve(List<CurrentAccount> covering, long units) {
        return holds.tryReserve(covering, units, null, false);
    }

    Optional<Settlement> ended(Reservation reservation) {
        return store.ended(reservation.id(), reservation.accounts());
    }

    void settle(Reservation reservation, Settlement settlement) {
        holds.settle(reservation, settlement);
    }

    void forget(Reservation reservation) {
        holds.forget(reservation);
    }

    /**
     * {@return what a try to reserve would be answered now} Records nothing and tells nobody; where a period has begun its account
     * is opened, as by anything that looks. Holds whose time to live is over count as long as nobody has ended them, and whether
     * the spend's key was used is not looked at.
     *
     * @param spend the upper bound and its tags
     * @throws UnmatchedSpendException if no budget covers the spend
     * @throws UnpricedSpendException if nobody knows what it costs, and such calls are refused
     * @throws LedgerException if the ledger cannot be read
     */
    public DryRun dryRun(Spend spend) {
        long units = terms.unitsOf(spend);
        long now = clock.millis();
        List<DryRun.Room> rooms = new ArrayList<>();
        for (CurrentAccount each : definitions.scopes().covering(spend)) {
            Account account = each.openAt(now);
            Outlook outlook = store.foresee(account, Instant.ofEpochMilli(now));
            Budget budget = outlook.budget();
            long left = budget.stopUnits() - outlook.totals().exposure();
            rooms.add(new DryRun.Room(budget, account.window(), NanoUnits.toDecimal(Math.max(0, left)), left >= units));
        }
        return new DryRun(NanoUnits.toDecimal(units), rooms);
    }

    ReservationId nextId() {
        return new ReservationId(engine, reservations.incrementAndGet());
    }

    /**
     * Changes a budget's account of the current period by hand.
     *
     * @param budget the name of the budget
     * @param change makes the change, of a new id
     * @return the balance after it
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException as {@link BudgetStore#adjust}
     */
    public Balance adjust(String budget, Function<ReservationId, Adjustment> change) {
        Account account = currentAccount(budget);
        List<Posting> postings = adjust(List.of(account), change.apply(nextId()));
        return account.balance(
                postings.isEmpty() ? look(account) : postings.get(0).after());
    }

    /**
     * Takes money back that a reservation had spent, in all of its budgets and in the period in which it was made.
     *
     * @param reservation the reservation
     * @param change makes the change, of a new id
     * @throws LedgerException as {@link BudgetStore#adjust}
     */
    public void adjust(Reservation reservation, Function<ReservationId, Adjustment> change) {
        adjust(reservation.accounts(), change.apply(nextId()));
    }

    /**
     * Raises a budget's limit for a time.
     *
     * @param budget the name of the budget
     * @param units by how much, in nano-units
     * @param until when it ends
     * @param note who allows it and why
     * @param keyOrNull the name of the request, so that it is done once; null if it has none
     * @return what ends it before; of a request that was done before, what it was answered then
     * @throws IllegalArgumentException if the instant is not to come
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException as {@link BudgetStore#adjust}
     */
    public LimitOverride override(String budget, long units, Instant until, Note note, @Nullable RequestKey keyOrNull) {
        Account account = currentAccount(budget);
        Instant now = instant();
        if (until.isAfter(now)) {
            ReservationId id = nextId();
            Adjustment override = new Adjustment(Entry.Kind.OVERRIDE, id, units, until, note, keyOrNull);
            // None if the key says that it was recorded before.
            if (!adjust(List.of(account), override).isEmpty()) {
                return new LimitOverride(this, id, account, until);
            }
        }
        Optional<KeyedChange> before =
                keyOrNull == null ? Optional.empty() : store.recorded(keyOrNull, List.of(account), now);
        return before.map(change ->
                        new LimitOverride(this, change.id(), change.accounts().get(0), until))
                .orElseThrow(() -> new IllegalArgumentException(
                        "until must be to come: it is %s, and now is %s".formatted(until, now)));
    }

    List<Posting> adjust(List<Account> accounts, Adjustment adjustment) {
        List<Posting> postings = store.adjust(adjustment, accounts, instant());
        lines.inUse().forEach(BudgetLine::renew);
        for (Posting posting : postings) {
            observer.adjusted(posting, adjustment);
        }
        return postings;
    }

    /**
     * {@return the line of all budgets that cover these tags}
     *
     * @param tags the tags
     * @throws UnmatchedSpendException if no budget covers them
     * @throws LedgerException if the ledger cannot be reached
     */
    public BudgetLine line(Tags tags) {
        return line(new Choice.OfTags(tags));
    }

    /**
     * {@return the line of the budgets of these names}
     *
     * @param budgets the names, at least one
     * @throws IllegalArgumentException if there is none
     * @throws UnknownBudgetException if there is no budget of such a name
     * @throws LedgerException if the ledger cannot be reached
     */
    public BudgetLine line(Collection<String> budgets) {
        if (budgets.isEmpty()) {
            throw new IllegalArgumentException("a line must have at least one budget: name one");
        }
        return line(new Choice.OfNames(budgets.stream().sorted().distinct().toList()));
    }

    private BudgetLine line(Choice choice) {
        choice.in(definitions);
        BudgetLine line = lines.getOrAdd(choice, made -> new BudgetLine(this, made, watch));
        // A change that came while it was made may not have known of it.
        line.renewIfStale();
        return line;
    }

    /**
     * Adds a definition, or replaces that of the same name.
     *
     * @param budget the budget or template
     * @param note who defines it and why; null if nobody says
     * @throws IllegalArgumentException if it has the name of a template's instance and not its scope, or would be the template
     *     of one that has not
     * @throws LedgerException if the ledger cannot be reached; the definition before applies then, but may have the limit of the
     *     new one already
     */
    public void define(Budget budget, @Nullable Note note) {
        Definitions after;
        synchronized (defining) {
            Budget before = definitions.find(budget.name());
            after = definitions.with(budget);
            definitions = after;
            lines.inUse().forEach(BudgetLine::renew);
            observer.defined(before, budget, note);
        }
        if (budget.forEach().isEmpty()) {
            CurrentAccount account = after.account(budget.name());
            long now = clock.millis();
            account.tend(account.at(now), now);
        }
    }

    /**
     * Removes a definition. Its ledger stays, and holds in it end as they would.
     *
     * @param name the name of the budget or template
     * @param note who removes it and why; null if nobody says
     * @throws UnknownBudgetException if none of that name is defined
     */
    public void remove(String name, @Nullable Note note) {
        synchronized (defining) {
            Budget before = definitions.find(name);
            definitions = definitions.without(name);
            lines.inUse().forEach(BudgetLine::renew);
            observer.defined(before, null, note);
        }
    }

    /** Ends what has lived too long; whether something could have been ended. */
    boolean expire() {
        if (terms.timeToLiveMillis() == 0) {
            return false;
        }
        holds.expire();
        lines.inUse().forEach(BudgetLine::expire);
        callTickets.removeEnded();
        return true;
    }

    // What the ledger cannot take now is sent again with the next tick, and fails the calls that need the ledger.
    private void expireQuietly() {
        try {
            expire();
        } catch (LedgerException unreachable) {
            Thread.onSpinWait();
        }
    }

    /**
     * Stops lines from being asked, and the thread that moves their time. Holds can still end.
     *
     * @param refusal makes what is thrown, of what was wanted
     */
    public void close(Function<String, BudgetException> refusal) {
        closed = refusal;
        watch.close();
        unlisten.run();
    }

    void requireOpen(String wanted) {
        Function<String, BudgetException> refusal = closed;
        if (refusal != null) {
            throw refusal.apply(wanted);
        }
    }

    /** {@return the keys of requests} */
    public RequestKeys keys() {
        return keys;
    }

    long millis() {
        return clock.millis();
    }

    Instant instant() {
        return Instant.ofEpochMilli(clock.millis());
    }

    long id() {
        return engine;
    }

    ReserveObserver observer() {
        return observer;
    }

    ReservationTerms terms() {
        return terms;
    }

    Definitions definitions() {
        return definitions;
    }

    CallTickets callTickets() {
        return callTickets;
    }

    Optional<Grant> grant(Account account) {
        return store.grant(account);
    }

    /**
     * {@return what the budget's balance means now}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public BudgetStatus status(String budget) {
        Account account = currentAccount(budget);
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
        Account account = currentAccount(budget);
        return account.balance(look(account));
    }

    /**
     * {@return the budget's account of a period; empty if it was not used in it}
     *
     * @param budget the name of the budget
     * @param at an instant of the period
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public Optional<Account> findAccount(String budget, Instant at) {
        Budget definition = definitions.account(budget).budget();
        return store.find(definition, definition.windowAt(at));
    }

    /**
     * {@return the budget's account of its current period}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public Account currentAccount(String budget) {
        expire();
        return definitions.account(budget).at(clock.millis());
    }

    /**
     * Hands over an account's entries, oldest first, what tickets did up to now entered.
     *
     * @param account the account
     * @param consumer what takes them
     * @throws LedgerException if the ledger cannot be read
     */
    public void entries(Account account, Consumer<Entry> consumer) {
        enterTickets(account);
        List<Entry> page = store.entries(account, null, PAGE);
        page.forEach(consumer);
        while (page.size() == PAGE) {
            page = store.entries(account, page.get(PAGE - 1), PAGE);
            page.forEach(consumer);
        }
    }

    /**
     * {@return the budget's entries in its current period, oldest first}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public List<Entry> entries(String budget) {
        Account account = currentAccount(budget);
        enterTickets(account);
        return store.entries(account);
    }

    /**
     * {@return the next of the budget's entries in its current period}
     *
     * @param budget the name of the budget
     * @param afterOrNull the last entry of the page before; null for the first page
     * @param most how many at most
     * @throws IllegalArgumentException if {@code most} is not positive
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     */
    public List<Entry> entries(String budget, @Nullable Entry afterOrNull, int most) {
        Account account = currentAccount(budget);
        enterTickets(account);
        return store.entries(account, afterOrNull, most);
    }

    /**
     * {@return the accounts of all budgets and of all instances of templates beside what their entries add up to, for each of
     * their periods}
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public List<LedgerCheck> checkLedger() {
        Definitions defined = definitions;
        Set<String> names = new LinkedHashSet<>();
        defined.budgets().forEach(budget -> names.add(budget.name()));
        defined.templates().forEach(template -> names.addAll(store.budgets(template.name() + "/")));
        List<LedgerCheck> checks = new ArrayList<>();
        names.forEach(name -> checks.addAll(store.check(name)));
        return List.copyOf(checks);
    }

    /**
     * {@return what is defined now by this name, the instance of a template included; empty if nothing is, or a template} No account
     * is opened.
     *
     * @param budget the name of the budget
     */
    public Optional<Budget> definition(String budget) {
        return definitions.budget(budget);
    }

    /** {@return the budgets, in the order in which they were given} */
    public List<Budget> budgets() {
        return definitions.budgets();
    }

    /** {@return the templates, in the order in which they were given} */
    public List<Budget> templates() {
        return definitions.templates();
    }

    private void enterTickets(Account account) {
        store.grant(account).ifPresent(grant -> grant.settle(instant()));
    }

    Totals look(Account account) {
        Totals totals = account.totals();
        observer.seen(account, totals);
        return totals;
    }
}
