package io.leadfactory.budget.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The lines of a store that are recorded as reached and not yet as told. Thread-safe. A line gets in with the posting that
 * reaches it, in one transaction, so that none is lost with a process; whoever reached it tells it at once and says so here.
 * If he does not within {@link #GRACE}, somebody else takes it and tells it again.
 *
 * <p>So a line is told at least once. It is told twice only if telling it and saying so takes longer than the grace, or the
 * process dies between the two, a listener fails, or the clocks of two processes are further apart than the grace.
 */
public interface AlertOutbox {
    /** How long whoever reaches or takes a line has to tell it, before it can be taken again. */
    Duration GRACE = Duration.ofMinutes(1);

    /**
     * {@return the names of the budgets of which lines have waited too long, in no order}
     *
     * @param at when
     * @throws LedgerException if the ledger cannot be read
     */
    List<String> waiting(Instant at);

    /**
     * {@return lines that have waited too long, which nobody else is given for now} The pause until a line can be taken again
     * is twice as long each time, up to a thousand times {@link #GRACE}.
     *
     * @param budget the name of the budget
     * @param at when
     * @throws LedgerException if the ledger cannot be written
     */
    List<UntoldLine> take(String budget, Instant at);

    /**
     * Records that the listeners were told.
     *
     * @param lines the lines; one that is recorded as told is left as it is
     * @param at when
     * @throws LedgerException if the ledger cannot be written
     */
    void told(Collection<UntoldLine> lines, Instant at);
}
