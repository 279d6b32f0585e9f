package io.leadfactory.budget.ledger;

import java.util.function.Supplier;

/** Asks the database, and sees to it that an outage begins when it cannot be reached. Thread-safe. */
final class Reach {
    private final Outage outage;
    private final Recovery recovery;

    Reach(Outage outage, Recovery recovery) {
        this.outage = outage;
        this.recovery = recovery;
    }

    /** What needs the database: in an outage it fails at once. */
    <T> T asked(String wanted, Supplier<T> call) {
        if (!outage.isDirect()) {
            throw outage.down(wanted);
        }
        return reaching(call);
    }

    /** Asks, and says that the database is down if it cannot be reached. */
    <T> T reaching(Supplier<T> call) {
        long after = outage.number();
        try {
            return call.get();
        } catch (LedgerException failed) {
            if (failed.isOutage()) {
                outage.begin(after);
                recovery.wake();
            }
            throw failed;
        }
    }
}
