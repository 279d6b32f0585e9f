package io.leadfactory.budget.alert;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the failure of a listener goes. Thread-safe. */
@FunctionalInterface
public interface ListenerFailureHandler {
    /**
     * The listener threw this when it heard that event.
     *
     * @param listener the listener
     * @param event what happened
     * @param failure what it threw; also an error, such as a class that is not there
     */
    void failed(BudgetListener listener, BudgetEvent event, Throwable failure);

    /** {@return the default: a warning in the log of this type's name, with the event and the stack} */
    static ListenerFailureHandler logging() {
        Logger log = LoggerFactory.getLogger(ListenerFailureHandler.class);
        return (listener, event, failure) ->
                log.warn("listener {} failed on: {}", listener.getClass().getName(), event.message(), failure);
    }
}
