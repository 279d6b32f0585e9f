package io.leadfactory.budget.alert;

/**
 * Is told what happens to budgets. Called on the thread that spends, after the money is recorded, so be quick; several
 * threads can call at once. What it throws goes to the {@link ListenerFailureHandler} and changes nothing else.
 */
@FunctionalInterface
public interface BudgetListener {
    /**
     * Hears an event.
     *
     * @param event what happened
     */
    void hear(BudgetEvent event);
}
