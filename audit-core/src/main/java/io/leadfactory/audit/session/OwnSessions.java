package io.leadfactory.audit.session;

import io.leadfactory.audit.event.AuditException;
import io.leadfactory.audit.event.AuditReadException;
import io.leadfactory.audit.event.AuditUnavailableException;
import io.leadfactory.audit.store.ConnectionSource;
import io.leadfactory.audit.store.PooledLoan;
import io.leadfactory.audit.store.RedactedException;
import io.leadfactory.audit.store.TransactionSource;
import java.sql.Connection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that the trail opens for itself. Thread-safe.
 *
 * <p>Where tenants share the tables ({@code @TenantId}), they share the trail: its own sessions touch no entity, so any
 * tenant serves when none is current. Where each tenant has connections or a schema of its own, each has a trail of its
 * own. Then the session says which is meant, or else the current tenant; and what is done later, by another thread or
 * another process, is told the tenant, as a text, which is null where all tenants share one trail.
 */
public final class OwnSessions implements ConnectionSource, TransactionSource {
    private static final String TENANT_FILTER = "_tenantId";

    private final SessionFactoryImplementor factory;
    private final Map<String, Object> tenants = new ConcurrentHashMap<>();

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

    /** {@return a connection to read on, from the pool, or from a session of its own where tenants have their own} */
    @Override
    public Loan lend() {
        requireOpen();
        try {
            return hasTrails() ? new SessionLoan(open()) : pooled();
        } catch (AuditException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AuditReadException(
                    "cannot read the audit trail: " + e.getClass().getSimpleName() + "; check the database",
                    RedactedException.of(e));
        }
    }

    private Loan pooled() {
        ConnectionProvider pool = factory.getServiceRegistry().requireService(ConnectionProvider.class);
        return new PooledLoan(pool::getConnection, pool::closeConnection);
    }

    @Override
    public <T> T call(@Nullable String tenant, Function<Connection, T> work) {
        try {
            return inTransaction(tenant, session -> session.doReturningWork(work::apply));
        } catch (RuntimeException e) {
            throw e.getCause() instanceof AuditException cause ? cause : e;
        }
    }

    /**
     * {@return what the work made of a session and its transaction, which is committed when this returns}
     *
     * @param <T> what is given back
     * @param tenant whose session it is, or null if there is one trail for all
     * @param work works with the session that it is given
     */
    public <T> T inTransaction(@Nullable String tenant, Function<StatelessSession, T> work) {
        try (StatelessSession session = tenant == null ? open() : openFor(tenant)) {
            return session.fromTransaction(transaction -> work.apply(session));
        }
    }

    /**
     * {@return whose trail the session writes, or null if there is one for all}
     *
     * @param session the session
     */
    public @Nullable String tenant(SharedSessionContractImplementor session) {
        return hasTrails() ? text(session.getTenantIdentifierValue()) : null;
    }

    /** {@return whose trail is read, and written without a session, or null if there is one for all} */
    public @Nullable String currentTenant() {
        return hasTrails() ? text(current()) : null;
    }

    private boolean hasTrails() {
        SessionFactoryOptions options = factory.getSessionFactoryOptions();
        return options.isMultiTenancyEnabled() || options.getTenantSchemaMapper() != null;
    }

    private @Nullable Object current() {
        CurrentTenantIdentifierResolver<Object> resolver = factory.getCurrentTenantIdentifierResolver();
        return resolver == null ? null : resolver.resolveCurrentTenantIdentifier();
    }

    private @Nullable String text(@Nullable Object tenant) {
        if (tenant == null && factory.getSessionFactoryOptions().isMultiTenancyEnabled()) {
            throw new AuditUnavailableException("cannot tell whose audit trail is meant, since each tenant has one"
                    + " of its own: no tenant is current; set a resolver of the current tenant,"
                    + " hibernate.tenant_identifier_resolver");
        }
        if (tenant == null) {
            return null;
        }
        String text = tag(tenant) + factory.getTenantIdentifierJavaType().toString(tenant);
        tenants.putIfAbsent(text, tenant);
        return text;
    }

    /** Without {@code @TenantId} Hibernate knows no type of the identifiers, so the text has to. */
    private static String tag(Object tenant) {
        if (tenant instanceof String) {
            return "S";
        }
        if (tenant instanceof UUID) {
            return "U";
        }
        if (tenant instanceof Long) {
            return "L";
        }
        return tenant instanceof Integer ? "I" : "?";
    }

    private Object identifier(String text) {
        Object met = tenants.get(text);
        if (met != null) {
            return met;
        }
        String value = text.substring(1);
        return switch (text.charAt(0)) {
            case 'S' -> value;
            case 'U' -> UUID.fromString(value);
            case 'L' -> Long.valueOf(value);
            case 'I' -> Integer.valueOf(value);
            default -> factory.getTenantIdentifierJavaType().fromString(value);
        };
    }

    private StatelessSession openFor(String tenant) {
        Object identifier = identifier(tenant);
        return factory.withStatelessOptions().tenantIdentifier(identifier).openStatelessSession();
    }

    /** A session that the caller closes. */
    private StatelessSession open() {
        String tenant = currentTenant();
        if (tenant != null) {
            return openFor(tenant);
        }
        boolean shared = factory.getDefinedFilterNames().contains(TENANT_FILTER);
        if (!shared || current() != null) {
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
