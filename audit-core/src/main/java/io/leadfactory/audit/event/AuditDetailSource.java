package io.leadfactory.audit.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds details to the events of entities: a port for the application. Thread-safe.
 *
 * <p>It is found by the service loader or named by setting {@code leadfactory.audit.detail-source}. It is asked while
 * Hibernate flushes, so it reads what the entity holds and nothing else: no session, no query, no lazy attribute. What it
 * throws, or a name that begins with {@value AuditEntry#RESERVED_DETAILS}, breaks nothing; the event then says {@code
 * audit.hook failed} and the exception's class. It is not asked for rows of bulk statements, nor where nothing but a collection changed.
 */
public interface AuditDetailSource {

    /**
     * {@return whether it has details for the entities of a class} It is asked once for each class.
     *
     * @param entityClass the entity's mapped class
     */
    boolean concerns(Class<?> entityClass);

    /**
     * {@return the details of an event, in order; empty for none}
     *
     * @param action what is done, one of {@link Actions}
     * @param entity the entity, in its new state or, if it is deleted, its last
     */
    Map<String, @Nullable String> details(String action, Object entity);
}
