package io.leadfactory.audit.statement;

import io.leadfactory.audit.render.AuditedType;
import io.leadfactory.audit.render.Difference;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** A row as it was before a statement. Immutable. */
final class RowImage {
    private final EntityPersister persister;
    private final AuditedType type;
    private final Object id;
    private final @Nullable Object[] values;

    RowImage(EntityPersister persister, AuditedType type, Object id, Object entity) {
        this.persister = persister;
        this.type = type;
        this.id = id;
        this.values = persister.getValues(entity);
    }

    Class<?> entityClass() {
        return persister.getMappedClass();
    }

    Object id() {
        return id;
    }

    String subjectType() {
        return type.subjectType();
    }

    String subjectId(SharedSessionContractImplementor session) {
        return type.id(id, session);
    }

    String state(SharedSessionContractImplementor session) {
        return type.state(values, session);
    }

    Difference difference(Object after, SharedSessionContractImplementor session) {
        return type.difference(values, persister.getValues(after), session);
    }
}
