package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * An amount set aside, in every budget that covers it. Thread-safe; ends exactly once, whoever comes first: by
 * {@link #commit}, by {@link #release}, or by {@link #close} without either or the end of its time to live, which charge the
 * hold in full unless the monitor has another {@link io.leadfactory.budget.plan.UnknownOutcome}, since a call whose outcome
 * is unknown may have cost that much. It belongs to the period in which it was made, also if it ends later.
 */
public final class Reservation implements AutoCloseable {
    private static final AtomicReferenceFieldUpdater<Reservation, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Reservation.class, State.class, "state");

    private enum State {
        OPEN,
        ENDING,
        COMMITTED,
        RELEASED,
        CHARGED
    }

    private final ReserveEngine engine;
    private final ReservationId id;
    private final long units;
    private final List<Account> accounts;
    private volatile State state = State.OPEN;
    private final long deadline;
    private final boolean keyed;
    private final boolean uncharged;
    private final @Nullable BudgetLine line;
    private @Nullable Settlement tried; // only for who has brought the state to ENDING, or found it ended

    /**
     * An open one.
     *
     * @param keyed whether it may have other owners, who know its key
     * @param uncharged whether it costs nothing unless its cost is told
     */
    Reservation(
            ReserveEngine engine,
            ReservationId id,
            long units,
            List<Account> accounts,
            long deadline,
            boolean keyed,
            boolean uncharged) {
        this(engine, id, units, accounts, deadline, keyed, uncharged, null);
    }

    private Reservation(
            ReserveEngine engine,
            ReservationId id,
            long units,
            List<Account> accounts,
            long deadline,
            boolean keyed,
            boolean uncharged,
            @Nullable BudgetLine line) {
        this.engine = engine;
        this.id = id;
        this.units = units;
        this.accounts = accounts;
        this.deadline = deadline;
        this.keyed = keyed;
        this.uncharged = uncharged;
        this.line = line;
    }

    /** An open ticket of a line, which ends in the line. */
    static Reservation ofTicket(
            ReserveEngine engine, BudgetLine line, long ticket, long units, List<Account> accounts) {
        ReservationId id = new ReservationId(engine.id(), ticket);
        return new Reservation(engine, id, units, accounts, Long.MAX_VALUE, false, false, line);
    }

    /** {@return its name in the ledger} */
    public ReservationId id() {
        return id;
    }

    /** {@return the amount that is held} */
    public BigDecimal amount() {
        return NanoUnits.toDecimal(units);
    }

    /** {@return the amount that is held, in nano-units} */
    public long nanoUnits() {
        return units;
    }

    /** {@return the names of the budgets that hold it, in alphabetical order} */
    public List<String> budgets() {
        return accounts.stream().map(account -> account.budget().name()).toList();
    }

    /**
     * {@return whether it can still be committed or released} If it was made with a key, another process may have ended it
     * since: who ends it then is told.
     */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** {@return how it ended, as far as this process knows; empty if it has not} */
    public Optional<Settlement> settlement() {
        State found = state;
        return found == State.OPEN || found == State.ENDING ? Optional.empty() : Optional.ofNullable(tried);
    }

    /**
     * Ends it with what the call did cost. Less than the hold gives the rest back; more is recorded in full as an
     * overrun, even beyond stop line and limit.
     *
     * @param actual what the call cost, in currency units
     * @throws IllegalArgumentException if the amount is null, negative, finer than nine decimals or too large; it stays
     *     open
     * @throws ReservationEndedException if it has ended before
     * @throws LedgerException if it could not be recorded; it stays open, to be tried again
     */
    public void commit(BigDecimal actual) {
        commitNanoUnits(NanoUnits.notNegative("actual", actual));
    }

    /**
     * As {@link #commit(BigDecimal)}, without an object for the amount.
     *
     * @param actual what the call cost, in nano-units
     * @throws IllegalArgumentException if it is negative; it stays open
     * @throws ReservationEndedException if it has ended before
     * @throws LedgerException if it could not be recorded; it stays open, to be tried again
     */
    public void commitNanoUnits(long actual) {
        if (actual < 0) {
            throw new IllegalArgumentException("actual must not be negative: " + actual);
        }
        end("committed", new Settlement(Entry.Kind.COMMIT, id, units, actual));
    }

    /**
     * Ends it with a part of the cost that is known, and as an unknown outcome for the rest of the hold: that is charged, by default, or
     * as much of it as the monitor says. For a call that broke off after it had told something. Of the rest of an unpriced call that
     * passed uncharged nothing is.
     *
     * @param known what the call cost in any case, in currency units; more than the hold is an overrun
     * @throws IllegalArgumentException if the amount is null, negative, finer than nine decimals or too large; it stays
     *     open
     * @throws ReservationEndedException if it has ended before
     * @throws LedgerException if it could not be recorded; it stays open, to be tried again
     */
    public void commitAtLeast(BigDecimal known) {
        long knownUnits = NanoUnits.notNegative("known", known);
        long rest = uncharged ? 0 : Math.max(0, units - knownUnits);
        long cost = knownUnits + engine.terms().unknownOutcome().costOf(rest);
        end("committed", new Settlement(Entry.Kind.COMMIT, id, units, cost));
    }

    /**
     * Ends it with nothing spent.
     *
     * @throws ReservationEndedException if it has ended before
     * @throws LedgerException if it could not be recorded; it stays open, to be tried again
     */
    public void release() {
        end("released", new Settlement(Entry.Kind.RELEASE, id, units, 0));
    }

    /**
     * Ends it with all of its hold spent, whatever the monitor says of unknown outcomes: for a call that succeeded and whose cost
     * nobody tells. An unpriced call that passed uncharged costs nothing all the same.
     *
     * @throws ReservationEndedException if it has ended before
     * @throws LedgerException if it could not be recorded; it stays open, to be tried again
     */
    public void charge() {
        end("charged", costing(uncharged ? 0 : units));
    }

    /**
     * Ends it as an unknown outcome if it has not ended: charges the hold, by default; else does nothing. After a commit or release that could not be
     * recorded the outcome is known, and that is what it sends again.
     *
     * @throws LedgerException if it could not be recorded; what is held stays held
     */
    @Override
    public void close() {
        if (STATE.compareAndSet(this, State.OPEN, State.ENDING)) {
            Settlement known = tried;
            settle(known != null ? known : unknown());
        }
    }

    /** Takes over how it ended, if it was ended by another owner of the same hold. */
    void found(Settlement ended) {
        if (STATE.compareAndSet(this, State.OPEN, State.ENDING)) {
            over(ended);
        }
    }

    private void over(Settlement ended) {
        tried = ended;
        state = stateAfter(ended);
        engine.forget(this);
    }

    void requireOpen(String as) {
        if (state != State.OPEN) {
            throw ended(as);
        }
    }

    private Settlement unknown() {
        return costing(uncharged ? 0 : engine.terms().unknownOutcome().costOf(units));
    }

    private Settlement costing(long cost) {
        return new Settlement(cost == 0 ? Entry.Kind.RELEASE : Entry.Kind.CHARGE, id, units, cost);
    }

    List<Account> accounts() {
        return accounts;
    }

    boolean isOver(long nowMillis) {
        return deadline <= nowMillis;
    }

    void end(Entry.Kind kind, long actualUnits) {
        end(kind == Entry.Kind.COMMIT ? "committed" : "released", new Settlement(kind, id, units, actualUnits));
    }

    private void end(String as, Settlement settlement) {
        if (!STATE.compareAndSet(this, State.OPEN, State.ENDING)) {
            throw ended(as);
        }
        if (!settle(settlement)) {
            throw ended(as);
        }
    }

    private ReservationEndedException ended(String as) {
        State found = state;
        return new ReservationEndedException("reservation %s of %s cannot be %s: it %s; a reservation ends once"
                .formatted(
                        id,
                        amount().toPlainString(),
                        as,
                        found == State.OPEN || found == State.ENDING
                                ? "is just being ended by another thread"
                                : "was " + found.name().toLowerCase(Locale.ROOT) + " before"));
    }

    /** Whether it ended this way; false if another owner of the same hold had ended it in another. */
    private boolean settle(Settlement settlement) {
        tried = settlement;
        try {
            return line == null ? settleInLedger(settlement) : settleInLine(line, settlement);
        } finally {
            // What could not be recorded can be tried again.
            STATE.compareAndSet(this, State.ENDING, State.OPEN);
        }
    }

    private boolean settleInLedger(Settlement settlement) {
        try {
            engine.settle(this, settlement);
            return true;
        } catch (LedgerException refused) {
            Settlement otherwise = keyed ? endedElsewhere(refused) : null;
            if (otherwise == null || otherwise.equals(settlement)) {
                throw refused;
            }
            over(otherwise);
            return false;
        }
    }

    /** Of a ticket that was ended by its number nobody knows how. */
    private boolean settleInLine(BudgetLine of, Settlement settlement) {
        try {
            of.end(settlement.kind(), id.number(), settlement.actualUnits());
        } catch (ReservationEndedException | UnknownTicketException byItsNumber) {
            tried = null;
            recorded(settlement);
            return false;
        }
        recorded(settlement);
        return true;
    }

    void recorded(Settlement settlement) {
        state = stateAfter(settlement);
    }

    private @Nullable Settlement endedElsewhere(LedgerException refused) {
        try {
            return engine.ended(this).orElse(null);
        } catch (LedgerException unreachable) {
            refused.addSuppressed(unreachable);
            return null;
        }
    }

    private static State stateAfter(Settlement settlement) {
        return switch (settlement.kind()) {
            case COMMIT -> State.COMMITTED;
            case RELEASE -> State.RELEASED;
            default -> State.CHARGED;
        };
    }

    @Override
    public String toString() {
        return "reservation %s of %s from %s: %s".formatted(id, amount().toPlainString(), budgets(), state);
    }
}
