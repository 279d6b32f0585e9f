package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accounts in memory. Thread-safe; nothing on the way of a hold takes a lock. */
final class InMemoryStore implements BudgetStore {
    private static final int PATIENCE = 1_000;
    private static final Comparator<Window> IN_TIME = Comparator.comparing(Window::start)
            .thenComparing(window -> window.period().name())
            .thenComparing(Window::endOrNull, Comparator.nullsLast(Comparator.naturalOrder()));

    private static final ConcurrentNavigableMap<Window, SliceAccount> NONE = new ConcurrentSkipListMap<>(IN_TIME);

    /** What a key stands for: a hold, which may have ended, or a change by hand. */
    private record Requested(
            ReservationId id,
            List<Account> accounts,
            long units,
            Instant at,
            @Nullable KeyedHold holdOrNull) {
        HoldResult repeated() {
            if (holdOrNull == null) {
                throw new IllegalStateException("%s is a change by hand and holds nothing".formatted(id));
            }
            return new HoldResult.Repeated(
                    id, units, accounts, at, holdOrNull.ended().orElse(null));
        }
    }

    private final ConcurrentMap<String, ConcurrentNavigableMap<Window, SliceAccount>> slices =
            new ConcurrentHashMap<>();
    private final JournalRoom journals = new JournalRoom();
    private final KeyedRequests<Requested> requests = new KeyedRequests<>();
    private final KeyedHolds keyedHolds = new KeyedHolds();

    @Override
    public Account open(Budget budget, Window window) {
        SliceAccount there = slicesOf(budget.name()).get(window);
        if (there != null) {
            return there.redefine(budget);
        }
        SliceAccount last = latestBefore(budget, window);
        SliceAccount fresh = last == null
                ? new SliceAccount(budget, window, journals)
                : following(last, budget, window, window.start());
        SliceAccount found = add(fresh);
        return found == fresh ? fresh : found.redefine(budget);
    }

    /** In the same calendar; of another one, from before the budget was defined anew, at most the latest lies between. */
    private @Nullable SliceAccount latestBefore(Budget budget, Window window) {
        return slicesOf(budget.name()).headMap(window).descendingMap().values().stream()
                .filter(each -> each.window().period().equals(window.period()))
                .limit(2)
                .filter(each -> budget.windowAt(each.window().start()).equals(each.window()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Optional<Account> find(Budget budget, Window window) {
        return Optional.ofNullable(slicesOf(budget.name()).get(window));
    }

    @Override
    public Account follow(Account over, Window window, Instant at) {
        SliceAccount last = own(over);
        return add(following(last, last.definition(), window, at));
    }

    private SliceAccount following(SliceAccount last, Budget definition, Window window, Instant at) {
        SliceAccount fresh = new SliceAccount(definition, window, journals);
        boolean isNext = last.window().end().filter(window.start()::equals).isPresent();
        // Nothing happened in the periods between: the last of them left all of it.
        long unused = isNext
                ? last.carriedOver(definition.carryOverUnits())
                : Math.min(definition.limitUnits(), definition.carryOverUnits());
        fresh.carry(ReservationId.random(), Math.min(unused, Long.MAX_VALUE - definition.limitUnits()), at);
        return fresh;
    }

    /** This one, or the one that is there. */
    private SliceAccount add(SliceAccount fresh) {
        String name = fresh.definition().name();
        SliceAccount before = slices.computeIfAbsent(name, each -> new ConcurrentSkipListMap<>(IN_TIME))
                .putIfAbsent(fresh.window(), fresh);
        if (before == null) {
            forgetBefore(fresh);
        }
        return before == null ? fresh : before;
    }

    @Override
    public Posting tend(Account account, Instant at) {
        SliceAccount each = own(account);
        each.tend(at);
        return each.announce();
    }

    @Override
    public List<Posting> adjust(Adjustment adjustment, List<Account> accounts, Instant at) {
        RequestKey key = adjustment.keyOrNull();
        if (key == null) {
            return locked(0, accounts, () -> adjustLocked(adjustment, accounts, at));
        }
        List<Posting> postings = new ArrayList<>(accounts.size());
        requests.once(key, at, () -> {
            postings.addAll(locked(0, accounts, () -> adjustLocked(adjustment, accounts, at)));
            return Optional.of(new Requested(adjustment.id(), accounts, 0, at, null));
        });
        return postings;
    }

    @Override
    public Optional<KeyedChange> recorded(RequestKey key, List<Account> accounts, Instant at) {
        return requests.find(key, at).map(done -> new KeyedChange(done.id(), done.accounts()));
    }

    private static <T> T locked(int from, List<Account> accounts, Supplier<T> work) {
        if (from == accounts.size()) {
            return work.get();
        }
        synchronized (own(accounts.get(from))) {
            return locked(from + 1, accounts, work);
        }
    }

    private static List<Posting> adjustLocked(Adjustment adjustment, List<Account> accounts, Instant at) {
        for (Account account : accounts) {
            own(account).tendRolling(at);
            adjustment.requireFits(account, account.totals());
        }
        takeOverrun(Math.max(0, adjustment.spentUnits()), accounts, adjustment.id(), adjustment::tooLarge);
        List<Posting> postings = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            own(account).adjust(adjustment, at);
            postings.add(own(account).announce());
        }
        return postings;
    }

    /** In all, or in none. */
    private static void takeOverrun(
            long units, List<Account> accounts, ReservationId id, Function<Account, LedgerException> tooLarge) {
        for (int i = 0; i < accounts.size(); i++) {
            if (!own(accounts.get(i)).slice().tryOverrun(units)) {
                for (Account raised : accounts.subList(0, i)) {
                    own(raised).slice().settle(id.number(), units, 0);
                }
                throw tooLarge.apply(accounts.get(i));
            }
        }
    }

    private void forgetBefore(SliceAccount fresh) {
        // Those before it were closed in their turn.
        slicesOf(fresh.definition().name()).descendingMap().values().stream()
                .filter(each -> each.window().period().equals(fresh.window().period()))
                .skip(2)
                .limit(1)
                .forEach(old -> {
                    old.settle(fresh.window().start());
                    old.journal().close();
                });
    }

    @Override
    public Optional<Grant> grant(Account account) {
        return Optional.of(own(account));
    }

    @Override
    public HoldResult hold(HoldRequest request, List<Account> accounts) {
        RequestKey key = request.keyOrNull();
        if (key == null) {
            return hold(request.reservation(), accounts, request.units(), request.at());
        }
        AtomicReference<HoldResult> now = new AtomicReference<>();
        return requests.once(key, request.at(), () -> {
                    HoldResult result = hold(request.reservation(), accounts, request.units(), request.at());
                    now.set(result);
                    return result instanceof HoldResult.Held ? Optional.of(held(request, accounts)) : Optional.empty();
                })
                .map(Requested::repeated)
                .orElseGet(() -> Objects.requireNonNull(now.get()));
    }

    private Requested held(HoldRequest request, List<Account> accounts) {
        ReservationId id = request.reservation();
        return new Requested(id, accounts, request.units(), request.at(), keyedHolds.add(id));
    }

    @Override
    public HoldResult hold(ReservationId reservation, List<Account> accounts, long units, Instant at) {
        for (Account account : accounts) {
            if (at.toEpochMilli() >= account.dueMillis()) {
                return new HoldResult.Due(account);
            }
        }
        HoldResult.Lacking lacking = accounts.size() > 1 ? firstLacking(accounts, units) : null;
        if (lacking == null) {
            lacking = holdAll(reservation, accounts, units);
        }
        if (lacking != null) {
            return lacking;
        }
        Entry entry = new Entry(Entry.Kind.HOLD, reservation, units, 0, at);
        List<Posting> postings = eachOf(accounts, account -> {
            account.journal().append(entry);
            return account.announce();
        });
        return new HoldResult.Held(reservation, postings);
    }

    /** Of the one account that there is mostly it makes no list that grows. */
    private static List<Posting> eachOf(List<Account> accounts, Function<SliceAccount, Posting> record) {
        if (accounts.size() == 1) {
            return List.of(record.apply(own(accounts.get(0))));
        }
        List<Posting> postings = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            postings.add(record.apply(own(account)));
        }
        return postings;
    }

    /** Looked for before anything is held, so that a budget without room takes no room for a moment in the others. */
    private static HoldResult.@Nullable Lacking firstLacking(List<Account> accounts, long units) {
        for (Account account : accounts) {
            Totals totals = account.totals();
            if (!own(account).hasRoom(totals, units)) {
                return new HoldResult.Lacking(account, totals);
            }
        }
        return null;
    }

    private static HoldResult.@Nullable Lacking holdAll(ReservationId reservation, List<Account> accounts, long units) {
        for (int i = 0; i < accounts.size(); i++) {
            SliceAccount each = own(accounts.get(i));
            while (!each.slice().tryHold(reservation.number(), units)) {
                Totals totals = each.totals();
                // If room came in between it is tried again: a refusal never shows more than was wanted.
                if (!each.hasRoom(totals, units)) {
                    for (Account held : accounts.subList(0, i)) {
                        own(held).slice().settle(reservation.number(), units, 0);
                    }
                    return new HoldResult.Lacking(each, totals);
                }
            }
        }
        return null;
    }

    @Override
    public List<Posting> settle(Settlement settlement, List<Account> accounts, Instant at) {
        KeyedHold keyed = keyedHolds.find(settlement.reservation());
        return keyed == null
                ? settleOnce(settlement, accounts, at)
                : keyed.settle(settlement, () -> settleOnce(settlement, accounts, at), () -> announce(accounts));
    }

    private static List<Posting> announce(List<Account> accounts) {
        return eachOf(accounts, SliceAccount::announce);
    }

    private static List<Posting> settleOnce(Settlement settlement, List<Account> accounts, Instant at) {
        if (settlement.overrunUnits() > 0) {
            takeOverrun(settlement.overrunUnits(), accounts, settlement.reservation(), settlement::tooLargeFor);
        }
        for (Account account : accounts) {
            own(account).tendRolling(at);
        }
        List<Entry> entries = settlement.entries(at);
        return eachOf(accounts, account -> {
            account.slice()
                    .settle(
                            settlement.reservation().number(),
                            Math.max(0, settlement.heldUnits() - settlement.actualUnits()),
                            settlement.actualUnits());
            for (Entry entry : entries) {
                account.journal().append(entry);
            }
            return account.announce();
        });
    }

    @Override
    public Optional<Settlement> ended(ReservationId reservation, List<Account> accounts) {
        KeyedHold keyed = keyedHolds.find(reservation);
        return keyed == null ? Optional.empty() : keyed.ended();
    }

    @Override
    public Outlook foresee(Account account, Instant at) {
        return own(account).foresee(at);
    }

    @Override
    public List<Entry> entries(Account account) {
        return List.copyOf(own(account).journal().entries());
    }

    @Override
    public List<Entry> entries(Account account, @Nullable Entry afterOrNull, int most) {
        if (most <= 0) {
            throw new IllegalArgumentException("most must be positive: " + most);
        }
        return own(account).journal().page(afterOrNull, most);
    }

    @Override
    public List<LedgerCheck> check(String budget) {
        return slicesOf(budget).values().stream().map(InMemoryStore::check).toList();
    }

    private static LedgerCheck check(SliceAccount account) {
        LedgerCheck check = compare(account);
        for (int i = 0; i < PATIENCE && !check.agrees(); i++) {
            Thread.onSpinWait();
            check = compare(account);
        }
        return check;
    }

    private static LedgerCheck compare(SliceAccount account) {
        return LedgerCheck.of(account.budget().name(), account.window(), account.totals(), account.fold());
    }

    @Override
    public List<String> budgets(String prefix) {
        return slices.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    private ConcurrentNavigableMap<Window, SliceAccount> slicesOf(String budget) {
        return slices.getOrDefault(budget, NONE);
    }

    private static SliceAccount own(Account account) {
        if (account instanceof SliceAccount own) {
            return own;
        }
        throw new IllegalArgumentException("account of budget \"%s\" must be opened in the store that is asked: %s"
                .formatted(account.budget().name(), account.getClass().getSimpleName()));
    }
}
