package io.leadfactory.budget.alert;

import org.slf4j.LoggerFactory;

/**
 * Is told what happens to budgets. Called on the thread that spends, after the money is recorded, so be quick; several
 * threads can call at once. What it throws goes to the {@link ListenerFailureHandler} and changes no money.
 *
 * <p>With a ledger in a database a line that is reached ({@link BudgetEvent.ThresholdReached}, {@link
 * BudgetEvent.ShareReached}) is told at least once, whatever dies: to return from {@link #hear} is to have heard it. If a
 * listener throws, or the process dies first, all listeners of the first monitor that looks hear it again, under the same
 * budget, period, line and round: after a minute, and should one throw again after two, four, eight, at most every 17 hours.
 */
@FunctionalInterface
public interface BudgetListener {
    /**
     * Hears an event.
     *
     * @param event what happened
     */
    void hear(BudgetEvent event);

    /**
     * {@return a listener that writes each event's message into the log of this type's name, as one line} STOP, a ledger
     * that is down and what it refused are errors; WARNING, an overrun, an unpriced call that passed and a breaker that opens are
     * warnings; a further threshold, a change by hand, another definition, a ledger that is back and a breaker that closes
     * again are informations.
     */
    static BudgetListener logging() {
        return new AlertLog(LoggerFactory.getLogger(BudgetListener.class));
    }
}
