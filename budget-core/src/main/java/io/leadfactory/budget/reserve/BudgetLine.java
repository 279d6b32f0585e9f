package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetException;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.slice.SliceGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Budgets that were looked up once, to spend from without objects: amounts are nano-units, and a hold is a ticket. Thread-safe
 * and, in memory, lock-free; a call allocates nothing. With a store that is asked call by call it works the same, at the
 * price of the store.
 *
 * <p>It follows the definitions: made of tags it is for what covers them now; made of names it is for what is defined by them now,
 * and fails with an {@link UnknownBudgetException} while one of them is removed. Tickets can end all the same.
 *
 * <p>A ticket ends exactly once, by {@link #commit}, {@link #release}, {@link #charge}, {@link #close}, or the end of its time to
 * live; after that its number is refused. It belongs to the period in which it was made, also if it ends later.
 *
 * <p>In memory these calls leave no entry each: the ledger enters what tickets held and spent as a sum. Who needs a line for
 * each call in the ledger makes a {@link Reservation}.
 */
public final class BudgetLine extends LinePeriods {
    /** What {@link #tryReserve} answers if a budget has too little room. */
    public static final long REFUSED = 0;

    private static final SliceGroup.Charge WHOLE = units -> units;

    private final long timeToLive;
    private volatile long expiredAt;
    private @Nullable SliceGroup
            lastGroup; // the current period's, where a thread need not wait for the period to know it

    BudgetLine(ReserveEngine engine, Choice choice, PeriodWatch watch) {
        super(engine, choice, watch);
        this.timeToLive = engine.terms().timeToLiveMillis();
    }

    /**
     * {@return a ticket, positive, for an amount that is held in all of these budgets; or {@link #REFUSED}, and nothing is
     * held in any}
     *
     * @param nanoUnits the upper bound
     * @throws IllegalArgumentException if it is not positive
     * @throws TooManyTicketsException if no more tickets can be numbered
     * @throws LedgerException as {@link Reservation}, with a store that is asked call by call
     */
    public long tryReserve(long nanoUnits) {
        if (nanoUnits <= 0) {
            throw new IllegalArgumentException("nanoUnits must be positive: " + nanoUnits);
        }
        LinePeriod period = current;
        if (watch.isReached(period.endMillis)) {
            period = next();
        }
        SliceGroup group = groupOf(period);
        if (group == null) {
            return reserveByCall(period, nanoUnits);
        }
        long ticket = group.tryReserve(nanoUnits, timeToLive == 0 ? SliceGroup.NEVER : watch.deadline(timeToLive));
        if (ticket > 0) {
            if (period != current) {
                keep(period);
            }
            if (period.isHeard()) {
                period.tellGranted();
            }
            return ticket;
        }
        return refused(period, group, ticket, nanoUnits);
    }

    /**
     * {@return a ticket as {@link #tryReserve}}
     *
     * @param nanoUnits the upper bound
     * @throws BudgetRefusedException if a budget has too little room
     * @throws IllegalArgumentException as {@link #tryReserve}
     * @throws TooManyTicketsException as {@link #tryReserve}
     * @throws LedgerException as {@link #tryReserve}
     */
    public long reserve(long nanoUnits) {
        if (nanoUnits > 0) {
            LinePeriod period = now();
            if (period.group == null) {
                return ticketOf(decideByCall(period, nanoUnits).reservation());
            }
        }
        while (true) {
            long ticket = tryReserve(nanoUnits);
            if (ticket != REFUSED) {
                return ticket;
            }
            // If room came in between it is tried again: a refusal never shows more than was wanted.
            for (Account account : now().accounts) {
                Totals totals = account.totals();
                if (totals.exposure() > account.budget().stopUnits() - nanoUnits) {
                    throw new BudgetRefusedException(Holds.refusal(account, totals, NanoUnits.toDecimal(nanoUnits)));
                }
            }
        }
    }

    /**
     * Ends a ticket with what the call did cost. Less than the hold gives the rest back; more is recorded in full as an
     * overrun, even beyond stop line and limit.
     *
     * @param ticket the ticket
     * @param actualNanoUnits what the call cost
     * @throws IllegalArgumentException if the cost is negative; the ticket stays open
     * @throws ReservationEndedException if it has ended before
     * @throws UnknownTicketException if it is not of this line
     * @throws LedgerException if the cost does not fit an account, or a store that is asked call by call cannot record it; the
     *     ticket stays open
     */
    public void commit(long ticket, long actualNanoUnits) {
        if (actualNanoUnits < 0) {
            throw new IllegalArgumentException("actualNanoUnits must not be negative: " + actualNanoUnits);
        }
        end(Entry.Kind.COMMIT, ticket, actualNanoUnits);
    }

    /**
     * Ends a ticket with nothing spent.
     *
     * @param ticket the ticket
     * @throws ReservationEndedException as {@link #commit}
     * @throws UnknownTicketException as {@link #commit}
     * @throws LedgerException as {@link #commit}
     */
    public void release(long ticket) {
        end(Entry.Kind.RELEASE, ticket, 0);
    }

    /**
     * Ends a ticket whose outcome is unknown: charges what the monitor's policy says, if it has not ended; else does
     * nothing.
     *
     * @param ticket the ticket
     * @throws LedgerException as {@link #commit}
     */
    public void close(long ticket) {
        if (end(ticket, charge) > 0) {
            return;
        }
        Reservation reservation = engine.callTickets().find(this, ticket);
        if (reservation != null) {
            reservation.close();
            engine.callTickets().remove(ticket);
        }
    }

    /**
     * Ends a ticket with all of its hold spent, whatever the monitor says of unknown outcomes: for a call that succeeded and whose
     * cost nobody tells.
     *
     * @param ticket the ticket
     * @throws ReservationEndedException as {@link #commit}
     * @throws UnknownTicketException as {@link #commit}
     * @throws LedgerException as {@link #commit}
     */
    public void charge(long ticket) {
        long units = end(ticket, WHOLE);
        if (units > 0) {
            return;
        }
        Reservation reservation = engine.callTickets().find(this, ticket);
        if (reservation == null) {
            throw absent(ticket, "charged", units == SliceGroup.ENDED);
        }
        reservation.charge();
        engine.callTickets().remove(ticket);
    }

    /** What was held, if it is a ticket in memory that was open; else whether it was one. */
    private long end(long ticket, SliceGroup.Charge by) {
        long found = SliceGroup.UNKNOWN;
        for (LinePeriod period = current; period != null; period = period.before()) {
            SliceGroup group = period.group;
            if (group != null) {
                tendRolling(period);
                long units = group.end(ticket, by);
                if (units > 0) {
                    tellCharged(period, ticket, units, by);
                    return units;
                }
                found = units == SliceGroup.ENDED ? units : found;
            }
        }
        return found;
    }

    private static void tellCharged(LinePeriod period, long ticket, long units, SliceGroup.Charge by) {
        if (period.isEndHeard()) {
            long cost = by.of(units);
            period.tellEnded(cost == 0 ? Entry.Kind.RELEASE : Entry.Kind.CHARGE, ticket, units, cost);
        }
    }

    /**
     * {@return whether these budgets are spent from in memory, so that tickets cost no more than a few atomics; else the store is
     * asked call by call}
     */
    public boolean isInMemory() {
        return current.group != null;
    }

    /**
     * {@return reserves from these budgets, or says why not} For what a ticket cannot carry: a {@linkplain Spend#key key}, a call that
     * has no price, the reason of a refusal, an entry of its own in the ledger.
     *
     * @param spend the upper bound; without tags, since the line says which budgets
     * @throws IllegalArgumentException if it has tags
     * @throws UnpricedSpendException if nobody knows what it costs, and such calls are refused
     * @throws LedgerException if the ledger cannot be written
     */
    public Decision tryReserve(Spend spend) {
        if (!spend.tags().asMap().isEmpty()) {
            throw new IllegalArgumentException(
                    "a spend from a line must have no tags, since the line says which budgets: " + spend);
        }
        return engine.tryReserve(now().budgets, spend, choice.payload());
    }

    /**
     * {@return an open ticket as a reservation, which ends once, whether by this or by its number}
     *
     * @param ticket the ticket
     * @throws ReservationEndedException if it has ended before
     * @throws UnknownTicketException if it is not of this line
     */
    public Reservation reservation(long ticket) {
        boolean known = false;
        for (LinePeriod period = current; period != null; period = period.before()) {
            long units = period.group == null ? SliceGroup.UNKNOWN : period.group.held(ticket);
            if (units > 0) {
                return Reservation.ofTicket(engine, this, ticket, units, period.accounts);
            }
            known |= units == SliceGroup.ENDED;
        }
        Reservation reservation = engine.callTickets().find(this, ticket);
        if (reservation != null) {
            return reservation;
        }
        throw absent(ticket, "shown", known);
    }

    /** {@return the worst status of these budgets now} Reads a few fields, in memory. */
    public BudgetStatus status() {
        LinePeriod period = now();
        SliceGroup group = period.group;
        if (group != null) {
            return group.status();
        }
        BudgetStatus worst = BudgetStatus.OK;
        for (Account account : period.accounts) {
            BudgetStatus status = account.budget().statusOf(account.totals().exposure());
            worst = worst.isAtLeast(status) ? worst : status;
        }
        return worst;
    }

    /** {@return how much can still be reserved now, in nano-units: the least room up to a stop line, at least zero} */
    public long reservable() {
        long least = Long.MAX_VALUE;
        for (Account account : now().accounts) {
            least = Math.min(
                    least, account.budget().stopUnits() - account.totals().exposure());
        }
        return Math.max(0, least);
    }

    /**
     * {@return the budgets, in alphabetical order}
     *
     * @throws UnknownBudgetException if it is of names, and one of them is defined no more
     * @throws UnmatchedSpendException if it is of tags, and nothing covers them any more
     */
    public List<Budget> budgets() {
        return now().budgets.stream().map(CurrentAccount::budget).toList();
    }

    @Override
    public String toString() {
        return "line of "
                + current.budgets.stream()
                        .map(each -> "\"" + each.budget().name() + "\"")
                        .toList();
    }

    void end(Entry.Kind kind, long ticket, long actual) {
        LinePeriod period = current;
        tendRolling(period);
        long units = tryEnd(period, kind, ticket, actual);
        if (units > 0) {
            return;
        }
        boolean known = units == SliceGroup.ENDED;
        for (LinePeriod older = period.before(); older != null; older = older.before()) {
            tendRolling(older);
            units = tryEnd(older, kind, ticket, actual);
            if (units > 0) {
                return;
            }
            known |= units == SliceGroup.ENDED;
        }
        endByCall(kind, ticket, actual, known);
    }

    private @Nullable SliceGroup groupOf(LinePeriod period) {
        SliceGroup known = lastGroup;
        if (known != period.group) {
            known = period.group;
            lastGroup = known;
        }
        return known;
    }

    private long tryEnd(LinePeriod period, Entry.Kind kind, long ticket, long actual) {
        SliceGroup group = groupOf(period);
        if (group == null) {
            return SliceGroup.UNKNOWN;
        }
        long units = group.end(ticket, actual);
        if (units > 0) {
            if (actual > units || period.isEndHeard()) {
                period.tellEnded(kind, ticket, units, actual);
            }
        } else if (units == SliceGroup.TOO_LARGE) {
            throw new LedgerException("cannot record a cost of %s in %s: an account would pass %s"
                    .formatted(
                            NanoUnits.toDecimal(actual).toPlainString(),
                            this,
                            NanoUnits.toDecimal(Long.MAX_VALUE).toPlainString()));
        }
        return units;
    }

    private long refused(LinePeriod period, SliceGroup group, long answer, long units) {
        if (answer == SliceGroup.FULL) {
            throw new TooManyTicketsException(this);
        }
        if (timeToLive != 0 && isLater(watch.millis()) && expire(period)) {
            long ticket = group.tryReserve(units, watch.deadline(timeToLive));
            if (ticket > 0) {
                keep(period);
                return ticket;
            }
        }
        int index = (int) (-1 - answer);
        Attention.Level level = period.attentionTo(index);
        if (level == Attention.Level.ALL || (level == Attention.Level.LINES && isWarned(period, index))) {
            period.tellRefused(index, units);
        }
        return REFUSED;
    }

    /** Whether time went on since the last refusal: else nothing more can be over. */
    private boolean isLater(long millis) {
        boolean later = millis != expiredAt;
        if (later) {
            expiredAt = millis;
        }
        return later;
    }

    private static boolean isWarned(LinePeriod period, int index) {
        Account account = period.accounts.get(index);
        return account.totals().exposure() >= account.budget().warnUnits();
    }

    private long reserveByCall(LinePeriod period, long units) {
        Decision decision = decideByCall(period, units);
        return decision.isGranted() ? ticketOf(decision.reservation()) : REFUSED;
    }

    private Decision decideByCall(LinePeriod period, long units) {
        return engine.tryReserve(period.budgets, units);
    }

    private long ticketOf(Reservation reservation) {
        return engine.callTickets().add(this, reservation);
    }

    private void endByCall(Entry.Kind kind, long ticket, long actual, boolean known) {
        String as = kind == Entry.Kind.COMMIT ? "committed" : "released";
        Reservation reservation = engine.callTickets().find(this, ticket);
        if (reservation != null) {
            reservation.end(kind, actual);
            engine.callTickets().remove(ticket);
        } else {
            throw absent(ticket, as, known);
        }
    }

    private BudgetException absent(long ticket, String as, boolean known) {
        return known
                ? new ReservationEndedException("ticket %d of %s cannot be %s: it was ended before; a ticket ends once"
                        .formatted(ticket, this, as))
                : new UnknownTicketException(ticket, as, this);
    }
}
