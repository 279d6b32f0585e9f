package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditException;
import java.sql.Connection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Transactions of a session factory, each on a connection of its own. Thread-safe. */
final class OwnTransactions implements Replayer.Transactions {
    private final OwnSessions sessions;

    OwnTransactions(OwnSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public <T> T call(@Nullable String tenant, Function<Connection, T> work) {
        try {
            return sessions.inTransaction(tenant, session -> session.doReturningWork(work::apply));
        } catch (RuntimeException e) {
            throw e.getCause() instanceof AuditException cause ? cause : e;
        }
    }
}
