package io.leadfactory.budget.breaker;

import java.time.Duration;

/** The one failure that a budget's breaker counts: it opens it for as long as it says. Never leaves this package. */
final class TripSignal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration delay;

    TripSignal(Duration delay) {
        super("a budget's breaker was told to open", null, false, false);
        this.delay = delay;
    }

    Duration delay() {
        return delay;
    }
}
