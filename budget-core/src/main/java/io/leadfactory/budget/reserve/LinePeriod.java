package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Grant;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.slice.SliceGroup;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts of a line until one of them is over. Thread-safe and lock-free. Tickets end here, also when it is over. */
final class LinePeriod implements SliceGroup.Listener {
    final List<CurrentAccount> budgets;
    final List<Account> accounts;
    /** From when it must be looked whether a period is over, or something else that lasted until then. */
    volatile long endMillis;
    /** What this process may spend alone; null if the store is asked call by call. */
    final @Nullable SliceGroup group;
    /** Whether what is spent counts in a step, which must have begun by then. */
    final boolean isRolling;

    private final LinePeriods line;
    private final List<Grant> grants;
    private final Attention attention; // to the one budget; to all if there are several, of which each is asked then
    private final Attention[] attentions;
    private volatile long version;
    private volatile @Nullable LinePeriod before;

    /**
     * For a line.
     *
     * @param version of which definitions the budgets are
     */
    LinePeriod(
            LinePeriods line, long version, List<CurrentAccount> budgets, List<Account> accounts, List<Grant> grants) {
        this.line = line;
        this.version = version;
        this.budgets = budgets;
        this.attentions = budgets.stream().map(CurrentAccount::attention).toArray(Attention[]::new);
        this.attention = attentions.length == 1 ? attentions[0] : Attention.TO_ALL;
        this.accounts = accounts;
        this.grants = grants;
        boolean alone = grants.size() == accounts.size();
        this.group = alone ? new SliceGroup(grants.stream().map(Grant::slice).toList(), this) : null;
        this.isRolling =
                accounts.stream().anyMatch(each -> each.window().period().isRolling());
        findEnd();
    }

    /** Looks again after it is written: what was added to an account in between must not be written over. */
    final void findEnd() {
        long end;
        do {
            end = nextEnd();
            endMillis = end;
        } while (end != nextEnd());
    }

    /** Other definitions are at once a reason to look. */
    private long nextEnd() {
        long end = isStale() ? Long.MIN_VALUE : Long.MAX_VALUE;
        for (Account account : accounts) {
            end = Math.min(end, Math.min(CurrentAccount.endOf(account), account.dueMillis()));
        }
        return end;
    }

    /** Whether the definitions changed since the budgets were looked up. */
    boolean isStale() {
        return version != line.definitionsVersion();
    }

    /** Whether another one would be the same under its definitions; then this one is of those from now on. */
    boolean replaces(LinePeriod other) {
        boolean same = accounts.equals(other.accounts) && budgets.equals(other.budgets);
        if (same) {
            version = other.version;
            findEnd();
        }
        return same;
    }

    /** How much of one of the budgets is to be heard. */
    Attention.Level attentionTo(int index) {
        return attentions[index].level();
    }

    /** Whether somebody wants to hear everything of one of the budgets. */
    boolean isHeard() {
        return attention.isToAll() && isAnyHeard(Attention.Level.ALL);
    }

    /** Whether somebody wants to hear of the ends of holds from one of the budgets. */
    boolean isEndHeard() {
        return attention.isToEnds() && isAnyHeard(Attention.Level.ENDS);
    }

    private boolean isAnyHeard(Attention.Level level) {
        for (Attention each : attentions) {
            if (each.level().compareTo(level) >= 0) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    LinePeriod before() {
        return before;
    }

    /** Comes after another one. */
    void follow(LinePeriod previous) {
        before = previous;
    }

    /** Forgets those before the last that have nothing open; for one thread at a time. */
    void forgetEnded() {
        LinePeriod kept = before;
        while (kept != null) {
            LinePeriod older = kept.before;
            while (older != null && older.hasNothingOpen()) {
                older = older.before;
            }
            kept.before = older;
            kept = older;
        }
    }

    /** Takes one back that was forgotten, or may have been; for one thread at a time. */
    void keep(LinePeriod forgotten) {
        for (LinePeriod each = this; each != null; each = each.before) {
            if (each == forgotten) {
                return;
            }
        }
        forgotten.before = before;
        before = forgotten;
    }

    private boolean hasNothingOpen() {
        return group == null || !group.hasOpen();
    }

    void settle(Instant at) {
        grants.forEach(grant -> grant.settle(at));
    }

    @Override
    public void reached() {
        tellGranted();
        if (group != null) {
            group.hush();
        }
    }

    void tellGranted() {
        grants.forEach(grant -> line.observer().granted(grant.announce()));
    }

    void tellRefused(int index, long units) {
        Account account = accounts.get(index);
        line.observer().refused(account, account.totals(), units);
    }

    void tellEnded(Entry.Kind kind, long ticket, long units, long actual) {
        Settlement settlement = new Settlement(kind, new ReservationId(line.engineId(), ticket), units, actual);
        grants.forEach(grant -> line.observer().settled(grant.announce(), settlement));
    }

    @Override
    public void expired(long ticket, long units, long actual) {
        if (isEndHeard()) {
            tellEnded(actual == 0 ? Entry.Kind.RELEASE : Entry.Kind.CHARGE, ticket, units, actual);
        }
    }
}
