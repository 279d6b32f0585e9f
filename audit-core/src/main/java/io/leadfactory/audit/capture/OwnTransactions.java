package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditException;
import java.sql.Connection;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Transactions of a session factory, each on a connection of its own. Thread-safe. */
final class OwnTransactions implements Replayer.Transactions {
    private final SessionFactoryImplementor factory;

    OwnTransactions(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    @Override
    public <T> T call(Function<Connection, T> work) {
        try {
            return factory.fromStatelessTransaction((StatelessSession session) -> session.doReturningWork(work::apply));
        } catch (RuntimeException e) {
            throw e.getCause() instanceof AuditException cause ? cause : e;
        }
    }
}
