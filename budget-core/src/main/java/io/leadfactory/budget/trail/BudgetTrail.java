package io.leadfactory.budget.trail;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.budget.alert.BreakerState;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes into an audit trail that a budget reached STOP, that its breaker tripped, that a call cost more than it had reserved,
 * that one passed without a price, that something was spent while the ledger was down, that somebody changed an account by hand,
 * and that a limit was changed. Thread-safe. Needs audit-core, which budget-core works without.
 *
 * <p>The subject is {@code Budget} with the budget's name; who acts is said by the audit context of the thread that
 * spends. Each entry is written in a transaction of its own and is durable when the spending call returns. If it cannot be
 * written, the monitor's handler of listener failures is told, and the money stays as it is recorded.
 */
public final class BudgetTrail implements BudgetListener {
    /** The type of the subject of each entry. */
    public static final String SUBJECT_TYPE = "Budget";

    /** The action when spend and holds reached the stop line, once per budget and period. */
    public static final String STOP = "BUDGET_STOP";

    /** The action when the circuit breaker opened. */
    public static final String BREAKER_OPEN = "BUDGET_BREAKER_OPEN";

    /** The action when a call cost more than it had reserved. */
    public static final String OVERRUN = "BUDGET_OVERRUN";

    /** The action when a call passed whose cost nobody knew. */
    public static final String UNPRICED = "BUDGET_UNPRICED";

    /** The action when something was spent while the ledger could not be reached, once that is recorded. */
    public static final String OUTAGE = "BUDGET_OUTAGE";

    /** The action when the ledger refused the end of a hold that was acknowledged while it could not be reached. */
    public static final String UNRECORDED = "BUDGET_UNRECORDED";

    /** What the actions of changes by hand begin with; the kind of the entry follows: {@code BUDGET_REFUND}. */
    public static final String ADJUSTED = "BUDGET_";

    /** The action when a budget was defined, defined anew or removed. */
    public static final String LIMIT_CHANGED = "BUDGET_LIMIT_CHANGED";

    private final AuditTrail trail;

    private BudgetTrail(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * {@return a listener that writes into this trail}
     *
     * @param trail the trail
     * @throws IllegalArgumentException if it is null
     */
    public static BudgetTrail of(AuditTrail trail) {
        if (trail == null) {
            throw new IllegalArgumentException("trail must not be null");
        }
        return new BudgetTrail(trail);
    }

    @Override
    public void hear(BudgetEvent event) {
        if (event instanceof BudgetEvent.ThresholdReached reached && reached.status() == BudgetStatus.STOP) {
            trail.record(entry(STOP, event, reached.balance()));
        } else if (event instanceof BudgetEvent.Overrun overrun) {
            trail.record(entry(OVERRUN, event, overrun.balance())
                    .detail("reservation", overrun.reservation().toString())
                    .detail("hold", overrun.hold().toPlainString())
                    .detail("actual", overrun.actual().toPlainString()));
        } else if (event instanceof BudgetEvent.UnpricedPassed passed) {
            trail.record(entry(UNPRICED, event, passed.balance())
                    .detail("reservation", passed.reservation().toString()));
        } else if (event instanceof BudgetEvent.Adjusted adjusted) {
            trail.record(entry(adjusted));
        } else if (event instanceof BudgetEvent.LimitChanged changed) {
            trail.record(entry(changed));
        } else if (event instanceof BudgetEvent.BreakerChanged changed && changed.state() == BreakerState.OPEN) {
            trail.record(entry(BREAKER_OPEN, event).detail("reason", changed.reason()));
        } else if (event instanceof BudgetEvent.LedgerBack back && back.spent().signum() > 0) {
            trail.record(entry(OUTAGE, event).detail("spent", back.spent().toPlainString()));
        } else if (event instanceof BudgetEvent.Unrecorded unrecorded) {
            trail.record(entry(UNRECORDED, event)
                    .detail("reservation", unrecorded.reservation().toString())
                    .detail("hold", unrecorded.hold().toPlainString())
                    .detail("actual", unrecorded.actual().toPlainString())
                    .detail("reason", unrecorded.reason()));
        }
    }

    private static AuditEntry entry(BudgetEvent.Adjusted adjusted) {
        AuditEntry entry = entry(ADJUSTED + adjusted.kind().name(), adjusted, adjusted.balance())
                .detail("entry", adjusted.id().toString())
                .detail("amount", adjusted.amount().toPlainString());
        if (adjusted.untilOrNull() != null) {
            entry = entry.detail("until", adjusted.untilOrNull().toString());
        }
        return withNote(entry, adjusted.noteOrNull());
    }

    private static AuditEntry entry(BudgetEvent.LimitChanged changed) {
        AuditEntry entry = entry(LIMIT_CHANGED, changed);
        if (changed.beforeOrNull() != null) {
            entry = entry.detail("before", text(changed.beforeOrNull()))
                    .detail("oldLimit", changed.beforeOrNull().limit().toPlainString());
        }
        if (changed.afterOrNull() != null) {
            entry = entry.detail("after", text(changed.afterOrNull()))
                    .detail("newLimit", changed.afterOrNull().limit().toPlainString());
        }
        return withNote(entry, changed.noteOrNull());
    }

    /** All that is defined: who changes a share, a scope or a period changes what may be spent, too. */
    private static String text(Budget budget) {
        String shares = budget.thresholds().stream()
                .map(threshold -> threshold.share().toPlainString()
                        + (threshold.statusOrNull() == null ? "" : " " + threshold.statusOrNull()))
                .collect(Collectors.joining(", "));
        return "%s, zone %s, scope %s, lines at %s".formatted(budget, budget.zone(), budget.scope(), shares);
    }

    private static AuditEntry withNote(AuditEntry entry, @Nullable Note note) {
        return note == null ? entry : entry.detail("author", note.author()).detail("reason", note.reason());
    }

    private static AuditEntry entry(String action, BudgetEvent event, Balance balance) {
        return entry(action, event)
                .detail("period", balance.window().toString())
                .detail("spent", balance.spent().toPlainString())
                .detail("held", balance.held().toPlainString())
                .detail("limit", balance.limit().toPlainString());
    }

    private static AuditEntry entry(String action, BudgetEvent event) {
        return AuditEntry.of(action, Subject.of(SUBJECT_TYPE, event.budget()));
    }
}
