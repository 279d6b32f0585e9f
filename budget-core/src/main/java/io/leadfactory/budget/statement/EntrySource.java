package io.leadfactory.budget.statement;

import io.leadfactory.budget.ledger.Entry;
import java.util.function.Consumer;

/** Where a statement's entries come from. */
@FunctionalInterface
public interface EntrySource {
    /**
     * Hands over each entry, the oldest first.
     *
     * @param consumer what takes them
     */
    void forEach(Consumer<Entry> consumer);
}
