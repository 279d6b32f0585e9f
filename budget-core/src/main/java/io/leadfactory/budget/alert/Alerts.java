package io.leadfactory.budget.alert;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Threshold;
import io.leadfactory.budget.reserve.ReserveObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes events of postings and tells them to the listeners, in the order in which these were given. Thread-safe. */
public final class Alerts implements ReserveObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final List<BudgetListener> listeners;
    private final ListenerFailureHandler failures;
    private final Clock clock;
    private volatile @Nullable AlertDelivery delivery;

    /**
     * For these listeners.
     *
     * @param listeners who is told
     * @param failures where their failures go
     * @param clock what tells the time
     */
    public Alerts(Collection<BudgetListener> listeners, ListenerFailureHandler failures, Clock clock) {
        this.listeners = List.copyOf(listeners);
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * Tells every listener; one that fails keeps none of the others from hearing.
     *
     * @param event what happened
     */
    public void tell(BudgetEvent event) {
        tellAll(event);
    }

    /** Whether all of them heard it. */
    boolean tellAll(BudgetEvent event) {
        boolean all = true;
        for (BudgetListener listener : listeners) {
            try {
                listener.hear(event);
            } catch (Throwable failure) {
                // The money is recorded: not even an error may keep the caller from its reservation.
                handOver(listener, event, failure);
                all = false;
            }
        }
        return all;
    }

    /**
     * From now on lines that were told are reported.
     *
     * @param told to whom
     */
    public void report(AlertDelivery told) {
        delivery = told;
    }

    @Override
    public void granted(Posting posting) {
        tellReached(posting);
    }

    @Override
    public void passedUnpriced(Posting posting, ReservationId reservation) {
        tell(new BudgetEvent.UnpricedPassed(reservation, posting.account().balance(posting.after()), clock.instant()));
    }

    @Override
    public void settled(Posting posting, Settlement settlement) {
        if (settlement.overrunUnits() > 0) {
            tell(new BudgetEvent.Overrun(
                    settlement.reservation(),
                    NanoUnits.toDecimal(settlement.heldUnits()),
                    NanoUnits.toDecimal(settlement.actualUnits()),
                    posting.account().balance(posting.after()),
                    clock.instant()));
        }
        tellReached(posting);
    }

    @Override
    public void adjusted(Posting posting, Adjustment adjustment) {
        tell(new BudgetEvent.Adjusted(
                adjustment.kind(),
                adjustment.id(),
                NanoUnits.toDecimal(adjustment.units()),
                adjustment.untilOrNull(),
                adjustment.noteOrNull(),
                posting.account().balance(posting.after()),
                clock.instant()));
        tellReached(posting);
    }

    @Override
    public void tended(Posting posting) {
        tellReached(posting);
    }

    @Override
    public void defined(@Nullable Budget before, @Nullable Budget after, @Nullable Note note) {
        Budget either = after != null ? after : before;
        if (either != null) {
            tell(new BudgetEvent.LimitChanged(either.name(), before, after, note, clock.instant()));
        }
    }

    @Override
    public void refused(Account account, Totals totals, long units) {
        // The caller has the decision; the breaker tells if it opens.
    }

    @Override
    public void seen(Account account, Totals totals) {
        // Looking changes nothing.
    }

    @Override
    public void ledgerDown(String budget) {
        tell(new BudgetEvent.LedgerDown(budget, clock.instant()));
    }

    @Override
    public void ledgerBack(String budget, long spentUnits) {
        tell(new BudgetEvent.LedgerBack(budget, NanoUnits.toDecimal(spentUnits), clock.instant()));
    }

    @Override
    public void unrecorded(Account account, Settlement settlement, LedgerException reason) {
        tell(new BudgetEvent.Unrecorded(
                account.budget().name(),
                settlement.reservation(),
                NanoUnits.toDecimal(settlement.heldUnits()),
                NanoUnits.toDecimal(settlement.actualUnits()),
                String.valueOf(reason.getMessage()),
                clock.instant()));
    }

    private void tellReached(Posting posting) {
        if (posting.reached().isEmpty()) {
            return;
        }
        boolean heard = true;
        for (Threshold threshold : posting.reached()) {
            Balance balance = posting.account().balance(posting.after());
            heard &= tellAll(reached(threshold, balance, posting.round(), clock.instant()));
        }
        AlertDelivery told = delivery;
        if (heard && told != null) {
            told.heard(posting);
        }
    }

    static BudgetEvent reached(Threshold threshold, Balance balance, int round, Instant at) {
        BudgetStatus status = threshold.statusOrNull();
        return status == null
                ? new BudgetEvent.ShareReached(threshold, balance, round, at)
                : new BudgetEvent.ThresholdReached(status, balance, round, at);
    }

    private void handOver(BudgetListener listener, BudgetEvent event, Throwable failure) {
        try {
            failures.failed(listener, event, failure);
        } catch (Throwable alsoFailed) {
            alsoFailed.addSuppressed(failure);
            LOG.error("the handler of listener failures failed on: {}", event.message(), alsoFailed);
        }
    }
}
