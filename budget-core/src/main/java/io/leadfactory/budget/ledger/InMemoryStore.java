package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Accounts in memory. Thread-safe; nothing on the way of a hold takes a lock. */
final class InMemoryStore implements BudgetStore {
    private static final int PATIENCE = 1_000;

    private record Key(String budget, Window window) {}

    private final ConcurrentMap<Key, Slice> slices = new ConcurrentHashMap<>();

    @Override
    public Account open(Budget budget, Window window) {
        Slice slice = slices.computeIfAbsent(new Key(budget.name(), window), key -> new Slice(budget, window));
        slicesOf(budget.name()).stream()
                .sorted(Comparator.comparing((Slice each) -> each.window().start())
                        .reversed())
                .skip(2)
                .forEach(old -> old.journal().close());
        return slice.seenAs(budget);
    }

    @Override
    public HoldResult hold(ReservationId reservation, List<Account> accounts, long units, Instant at) {
        for (int i = 0; i < accounts.size(); i++) {
            Slice slice = own(accounts.get(i));
            if (!slice.tryHold(units)) {
                for (int j = 0; j < i; j++) {
                    own(accounts.get(j)).undoHold(units);
                }
                return new HoldResult.Lacking(slice, slice.totals());
            }
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

    @Override
    public List<Posting> settle(Settlement settlement, List<Account> accounts, Instant at) {
        for (Account account : accounts) {
            if (!own(account).fits(settlement)) {
                throw tooLarge(settlement, account);
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

    @Override
    public List<Entry> entries(Account account) {
        return List.copyOf(own(account).journal().entries());
    }

    @Override
    public List<LedgerCheck> check(String budget) {
        return slicesOf(budget).stream().map(InMemoryStore::check).toList();
    }

    static LedgerException tooLarge(Settlement settlement, Account account) {
        return new LedgerException("cannot record a cost of %s in budget \"%s\": the account would pass %s"
                .formatted(
                        NanoUnits.toDecimal(settlement.actualUnits()).toPlainString(),
                        account.budget().name(),
                        NanoUnits.toDecimal(Long.MAX_VALUE).toPlainString()));
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

    private List<Slice> slicesOf(String budget) {
        return slices.values().stream()
                .filter(slice -> slice.budget().name().equals(budget))
                .sorted(Comparator.comparing(slice -> slice.window().start()))
                .toList();
    }

    private static Slice own(Account account) {
        if (account instanceof Slice slice) {
            return slice;
        }
        throw new IllegalArgumentException("account of budget \"%s\" must be opened in the store that is asked: %s"
                .formatted(account.budget().name(), account.getClass().getSimpleName()));
    }
}
