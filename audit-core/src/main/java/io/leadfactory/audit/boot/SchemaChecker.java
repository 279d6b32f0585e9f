package io.leadfactory.audit.boot;

import io.leadfactory.audit.event.AuditException;
import io.leadfactory.audit.event.AuditSchemaException;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the audit table when the session factory is ready, after the schema tools have run: a table that does not fit
 * would let every later transaction fail. A database that cannot be reached at that time is no reason not to start.
 */
final class SchemaChecker implements SessionFactoryObserver {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit");

    private final transient Installation installation;
    private final SchemaCheckPolicy policy;

    SchemaChecker(Installation installation, SchemaCheckPolicy policy) {
        this.installation = installation;
        this.policy = policy;
    }

    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        if (policy == SchemaCheckPolicy.OFF) {
            return;
        }
        try {
            installation.connections().read(connection -> {
                installation.store().checkSchema(connection);
                return true;
            });
        } catch (AuditSchemaException e) {
            if (policy == SchemaCheckPolicy.FAIL) {
                throw e;
            }
            LOG.warn("{}", e.getMessage());
        } catch (AuditException e) {
            LOG.warn("the audit table was not checked: {}", e.getMessage());
        }
    }
}
