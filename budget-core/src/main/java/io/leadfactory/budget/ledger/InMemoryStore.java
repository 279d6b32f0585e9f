package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Accounts in memory. Thread-safe; nothing on the way of a hold takes a lock. */
final class InMemoryStore implements BudgetStore {
    private static final int PATIENCE = 1_000;
    private static final Comparator<Window> IN_TIME = Comparator.comparing(Window::start)
            .thenComparing(window -> window.period().name())
            .thenComparing(Window::endOrNull, Comparator.nullsLast(Comparator.naturalOrder()));

    private static final ConcurrentNavigableMap<Window, Slice> NONE = new ConcurrentSkipListMap<>(IN_TIME);

    private final ConcurrentMap<String, ConcurrentNavigableMap<Window, Slice>> slices = new ConcurrentHashMap<>();

    @Override
    public Account open(Budget budget, Window window) {
        Slice fresh = new Slice(budget, window);
        Slice before = slices.computeIfAbsent(budget.name(), name -> new ConcurrentSkipListMap<>(IN_TIME))
                .putIfAbsent(window, fresh);
        if (before != null) {
            return before.seenAs(budget);
        }
        // Those before it were closed in their turn.
        slicesOf(budget.name()).descendingMap().values().stream()
                .skip(2)
                .limit(1)
                .forEach(old -> old.journal().close());
        return fresh;
    }

    @Override
    public HoldResult hold(ReservationId reservation, List<Account> accounts, long units, Instant at) {
        HoldResult.Lacking lacking = accounts.size() > 1 ? firstLacking(accounts, units) : null;
        if (lacking == null) {
            lacking = holdAll(accounts, units);
        }
        if (lacking != null) {
            return lacking;
        }
        Entry entry = new Entry(Entry.Kind.HOLD, reservation, units, 0, at);
        List<Posting> postings = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            Slice slice = own(account);
            slice.journal().append(entry);
            postings.add(slice.announce());
        }
        return new HoldResult.Held(postings);
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

    private static HoldResult.@Nullable Lacking holdAll(List<Account> accounts, long units) {
        for (int i = 0; i < accounts.size(); i++) {
            Slice slice = own(accounts.get(i));
            while (!slice.tryHold(units)) {
                Totals totals = slice.totals();
                // If room came in between it is tried again: a refusal never shows more than was wanted.
                if (!slice.hasRoom(totals, units)) {
                    lower(accounts.subList(0, i), units);
                    return new HoldResult.Lacking(slice, totals);
                }
            }
        }
        return null;
    }

    @Override
    public List<Posting> settle(Settlement settlement, List<Account> accounts, Instant at) {
        for (int i = 0; i < accounts.size(); i++) {
            if (!own(accounts.get(i)).tryOverrun(settlement.overrunUnits())) {
                lower(accounts.subList(0, i), settlement.overrunUnits());
                throw settlement.tooLargeFor(accounts.get(i));
            }
        }
        List<Entry> entries = settlement.entries(at);
        List<Posting> postings = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            Slice slice = own(account);
            slice.settle(settlement);
            entries.forEach(slice.journal()::append);
            postings.add(slice.announce());
        }
        return postings;
    }

    private static void lower(List<Account> accounts, long units) {
        accounts.forEach(account -> own(account).lower(units));
    }

    @Override
    public List<Entry> entries(Account account) {
        return List.copyOf(own(account).journal().entries());
    }

    @Override
    public List<LedgerCheck> check(String budget) {
        return slicesOf(budget).values().stream().map(InMemoryStore::check).toList();
    }

    private static LedgerCheck check(Slice slice) {
        LedgerCheck check = compare(slice);
        for (int i = 0; i < PATIENCE && !check.agrees(); i++) {
            Thread.onSpinWait();
            check = compare(slice);
        }
        return check;
    }

    private static LedgerCheck compare(Slice slice) {
        return LedgerCheck.of(
                slice.budget().name(),
                slice.window(),
                slice.totals(),
                Totals.fold(slice.journal().entries()));
    }

    private ConcurrentNavigableMap<Window, Slice> slicesOf(String budget) {
        return slices.getOrDefault(budget, NONE);
    }

    private static Slice own(Account account) {
        if (account instanceof Slice slice) {
            return slice;
        }
        throw new IllegalArgumentException("account of budget \"%s\" must be opened in the store that is asked: %s"
                .formatted(account.budget().name(), account.getClass().getSimpleName()));
    }
}
