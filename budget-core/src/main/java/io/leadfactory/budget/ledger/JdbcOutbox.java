package io.leadfactory.budget.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The untold lines of a ledger in a database. Thread-safe. */
record JdbcOutbox(Transactions transactions) implements AlertOutbox {
    /** Two who say so at once go the same way through the rows. */
    private static final Comparator<UntoldLine> IN_ORDER = Comparator.comparing(UntoldLine::budget)
            .thenComparing(UntoldLine::period)
            .thenComparing(UntoldLine::start)
            .thenComparing(UntoldLine::round)
            .thenComparing(UntoldLine::shareUnits);

    @Override
    public List<String> waiting(Instant at) {
        return transactions.commit("look for untold lines", connection -> AlertSql.waiting(connection, at));
    }

    @Override
    public List<UntoldLine> take(String budget, Instant at) {
        return transactions.commit(
                "look for untold lines of budget \"%s\"".formatted(budget),
                connection -> AlertSql.take(connection, budget, at));
    }

    @Override
    public void told(Collection<UntoldLine> lines, Instant at) {
        List<UntoldLine> sorted = new ArrayList<>(lines);
        sorted.sort(IN_ORDER);
        transactions.commit("record lines as told", connection -> {
            AlertSql.told(connection, sorted, at);
            return true;
        });
    }
}
