package io.leadfactory.audit.session;

import io.leadfactory.audit.event.AuditException;
import io.leadfactory.audit.event.AuditReadException;
import io.leadfactory.audit.event.AuditUnavailableException;
import io.leadfactory.audit.store.ConnectionSource;
import io.leadfactory.audit.store.TransactionSource;
import java.sql.Connection;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * Sessions that the trail opens for itself. Thread-safe.
 *
 * <p>Where tenants share the tables ({@code @TenantId}), they share the trail: its own sessions touch no entity, so any
 * tenant serves when none is current. Where each tenant has connections of its own, each has a trail of its own, and
 * only the current tenant says which is meant.
 */
public final class OwnSessions implements ConnectionSource, TransactionSource {
    private static final String TENANT_FILTER = "_tenantId";

    private final SessionFactoryImplementor factory;

    /**
     * Opens sessions of the factory.
     *
     * @param factory the session factory
     */
    public OwnSessions(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    /**
     * Refuses a session factory that is closed.
     *
     * @param factory the session factory
     * @throws AuditUnavailableException if it is closed
     */
    public static void requireOpen(SessionFactory factory) {
        if (factory.isClosed()) {
            throw new AuditUnavailableException(
                    "cannot use the audit trail: its session factory is closed; take the trail of an open one");
        }
    }

    /**
     * Refuses to go on with a session factory that is closed.
     *
     * @throws AuditUnavailableException if it is closed
     */
    public void requireOpen() {
        requireOpen(factory);
    }

    /** {@return a connection to read on, from a session of its own} */
    @Override
    public Loan lend() {
        requireOpen();
        try {
            return new SessionLoan(open());
        } catch (AuditException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AuditReadException(
                    "cannot read the audit trail: " + e.getClass().getSimpleName() + "; check the database", e);
        }
    }

    @Override
    public <T> T call(Function<Connection, T> work) {
        try {
            return inTransaction(session -> session.doReturningWork(work::apply));
        } catch (RuntimeException e) {
            throw e.getCause() instanceof AuditException cause ? cause : e;
        }
    }

    /**
     * {@return what the work made of a session and its transaction, which is committed when this returns}
     *
     * @param <T> what is given back
     * @param work works with the session that it is given
     */
    public <T> T inTransaction(Function<StatelessSession, T> work) {
        try (StatelessSession session = open()) {
            return session.fromTransaction(transaction -> work.apply(session));
        }
    }

    /** A session that the caller closes. */
    private StatelessSession open() {
        CurrentTenantIdentifierResolver<Object> resolver = factory.getCurrentTenantIdentifierResolver();
        boolean shared = factory.getDefinedFilterNames().contains(TENANT_FILTER);
        boolean current = resolver != null && resolver.resolveCurrentTenantIdentifier() != null;
        if (current || !shared) {
            return factory.openStatelessSession();
        }
        return factory.withStatelessOptions().tenantIdentifier(anyTenant()).openStatelessSession();
    }

    private Object anyTenant() {
        Class<?> type = factory.getTenantIdentifierJavaType().getJavaTypeClass();
        if (type == String.class) {
            return "";
        }
        if (type == UUID.class) {
            return new UUID(0, 0);
        }
        if (type == Long.class) {
            return 0L;
        }
        if (type == Integer.class) {
            return 0;
        }
        throw new AuditUnavailableException(
                "cannot open a session for the audit trail: no tenant is current, and one of type "
                        + type.getName() + " cannot be made up; set a resolver of the current tenant,"
                        + " hibernate.tenant_identifier_resolver");
    }
}
