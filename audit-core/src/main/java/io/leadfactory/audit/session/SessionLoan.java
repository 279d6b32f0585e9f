package io.leadfactory.audit.session;

import io.leadfactory.audit.store.ConnectionSource.Loan;
import java.sql.Connection;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** The connection of a session that is opened to read, and closed with the loan. For one thread. */
final class SessionLoan implements Loan {
    private final StatelessSession session;
    private final Connection connection;

    SessionLoan(StatelessSession session) {
        this.session = session;
        try {
            this.connection = ((SharedSessionContractImplementor) session)
                    .getJdbcCoordinator()
                    .getLogicalConnection()
                    .getPhysicalConnection();
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        session.close();
    }
}
