package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.util.Objects;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/** A reference to another entity, as that entity's identifier. A proxy is asked for it without being loaded. Immutable. */
final class AssociationRendering implements Rendering {
    private final String name;
    private final EntityPersister target;
    private final Rendering id;

    AssociationRendering(String name, EntityPersister target, Rendering id) {
        this.name = name;
        this.target = target;
        this.id = id;
    }

    @Override
    public void write(@Nullable Object value, JsonObject json, SharedSessionContractImplementor session) {
        json.put(name, idText(value, session));
    }

    @Override
    public void compare(
            @Nullable Object oldValue,
            @Nullable Object newValue,
            Difference difference,
            SharedSessionContractImplementor session) {
        String oldId = idText(oldValue, session);
        String newId = idText(newValue, session);
        if (!Objects.equals(oldId, newId)) {
            difference.oldObject().put(name, oldId);
            difference.newObject().put(name, newId);
        }
    }

    @Override
    public String text(Object value, SharedSessionContractImplementor session) {
        return Objects.requireNonNullElse(idText(value, session), "");
    }

    private @Nullable String idText(@Nullable Object value, SharedSessionContractImplementor session) {
        if (value == null) {
            return null;
        }
        LazyInitializer initializer = HibernateProxy.extractLazyInitializer(value);
        Object identifier =
                initializer != null ? initializer.getInternalIdentifier() : target.getIdentifier(value, session);
        return identifier == null ? null : id.text(identifier, session);
    }
}
