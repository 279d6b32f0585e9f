package io.leadfactory.audit.capture;

import org.hibernate.CacheMode;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * What the row of an entity held before it was written. For one thread.
 *
 * <p>The row is loaded as an entity of its own, which a stateless session never mixes up with the one that it writes.
 * The persister's snapshot of a row would be less, but in Hibernate 7.2 to 7.4 it leaves embeddables empty.
 */
final class ReplacedState {
    private final Object entity;
    private final @Nullable Object @Nullable [] values;

    private ReplacedState(Object entity, @Nullable Object @Nullable [] values) {
        this.entity = entity;
        this.values = values;
    }

    /** Reads it past the second-level cache, by one SELECT, after what waits in a JDBC batch was sent. */
    static ReplacedState read(
            Object entity,
            Object id,
            EntityPersister persister,
            StatelessSession session,
            SharedSessionContractImplementor implementor) {
        implementor.getJdbcCoordinator().executeBatch();
        CacheMode cacheMode = session.getCacheMode();
        session.setCacheMode(CacheMode.IGNORE);
        try {
            Object stored = session.get(persister.getEntityName(), id);
            return new ReplacedState(entity, stored == null ? null : persister.getValues(stored));
        } finally {
            session.setCacheMode(cacheMode);
        }
    }

    /** Whether it is of this very object. */
    boolean isOf(Object other) {
        return entity == other;
    }

    /** The values in the order of the persister's properties; null if there was no row. */
    @Nullable
    Object @Nullable [] values() {
        return values;
    }
}
