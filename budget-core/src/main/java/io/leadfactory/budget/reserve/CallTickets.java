package io.leadfactory.budget.reserve;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The open tickets of lines whose store is asked call by call. Thread-safe. They keep their line from being forgotten, as
 * tickets in memory do by their slot.
 */
final class CallTickets {
    private record Held(BudgetLine line, Reservation reservation) {}

    private final ConcurrentMap<Long, Held> open = new ConcurrentHashMap<>();

    long add(BudgetLine line, Reservation reservation) {
        Held held = new Held(line, reservation);
        long ticket = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        while (open.putIfAbsent(ticket, held) != null) {
            ticket = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        }
        return ticket;
    }

    /** What the line holds for the ticket; null if it holds nothing. */
    @Nullable
    Reservation find(BudgetLine line, long ticket) {
        Held held = open.get(ticket);
        return held == null || held.line() != line ? null : held.reservation();
    }

    void remove(long ticket) {
        open.remove(ticket);
    }

    /** After the end of what has lived too long. */
    void removeEnded() {
        open.values().removeIf(held -> !held.reservation().isOpen());
    }
}
