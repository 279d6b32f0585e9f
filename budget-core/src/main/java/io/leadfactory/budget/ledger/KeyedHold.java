package io.leadfactory.budget.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A hold in memory that was made with a key, so that it may have several owners. Thread-safe; it ends once. */
final class KeyedHold {
    private @Nullable Settlement ended; // guarded by this

    /** Ends it, unless it has ended the same way. */
    synchronized List<Posting> settle(
            Settlement settlement, Supplier<List<Posting>> end, Supplier<List<Posting>> unchanged) {
        if (ended != null) {
            settlement.requireSame(ended);
            return unchanged.get();
        }
        List<Posting> postings = end.get();
        ended = settlement;
        return postings;
    }

    synchronized Optional<Settlement> ended() {
        return Optional.ofNullable(ended);
    }
}
