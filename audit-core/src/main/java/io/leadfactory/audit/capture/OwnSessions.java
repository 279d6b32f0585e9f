package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditUnavailableException;
import java.util.UUID;
import java.util.function.Function;
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
final class OwnSessions {
    private static final String TENANT_FILTER = "_tenantId";

    private final SessionFactoryImplementor factory;

    OwnSessions(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    <T> T inTransaction(Function<StatelessSession, T> work) {
        try (StatelessSession session = open()) {
            return session.fromTransaction(transaction -> work.apply(session));
        }
    }

    /** A session that the caller closes. */
    StatelessSession open() {
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
