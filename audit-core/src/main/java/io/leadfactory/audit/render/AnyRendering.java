package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an entity of any type, as its subject type and its identifier, so that both together name a subject of
 * the trail. A proxy is asked for them without being loaded: Hibernate's own type loads it. Thread-safe.
 */
final class AnyRendering implements Rendering {
    private final String typeName;
    private final String idName;
    private final Renderings renderings;
    private final Map<EntityPersister, Rendering> ids = new ConcurrentHashMap<>();

    AnyRendering(String name, Renderings renderings) {
        String prefix = name.isEmpty() ? "" : name + '.';
        this.typeName = prefix + "type";
        this.idName = prefix + "id";
        this.renderings = renderings;
    }

    @Override
    public void write(@Nullable Object value, JsonObject json, SharedSessionContractImplementor session) {
        Target target = value == null ? Target.NONE : target(value, session);
        json.put(typeName, target.type());
        json.put(idName, target.id());
    }

    @Override
    public void compare(
            @Nullable Object oldValue,
            @Nullable Object newValue,
            Difference difference,
            SharedSessionContractImplementor session) {
        Target oldTarget = oldValue == null ? Target.NONE : target(oldValue, session);
        Target newTarget = newValue == null ? Target.NONE : target(newValue, session);
        compare(typeName, oldTarget.type(), newTarget.type(), difference);
        compare(idName, oldTarget.id(), newTarget.id(), difference);
    }

    private static void compare(
            String member, @Nullable String oldText, @Nullable String newText, Difference difference) {
        if (!Objects.equals(oldText, newText)) {
            difference.oldObject().put(member, oldText);
            difference.newObject().put(member, newText);
        }
    }

    @Override
    public String text(Object value, SharedSessionContractImplementor session) {
        JsonObject json = new JsonObject();
        write(value, json, session);
        return json.toString();
    }

    private Target target(Object value, SharedSessionContractImplementor session) {
        SessionFactoryImplementor factory = session.getFactory();
        EntityPersister persister =
                factory.getMappingMetamodel().getEntityDescriptor(factory.bestGuessEntityName(value));
        LazyInitializer initializer = HibernateProxy.extractLazyInitializer(value);
        Object id = initializer == null ? persister.getIdentifier(value, session) : initializer.getInternalIdentifier();
        return new Target(
                renderings.subjectType(persister),
                id == null ? null : id(persister).text(id, session));
    }

    private Rendering id(EntityPersister persister) {
        return ids.computeIfAbsent(persister, p -> renderings.ofId(p.getIdentifierType()));
    }

    /** Which entity. */
    private record Target(@Nullable String type, @Nullable String id) {
        static final Target NONE = new Target(null, null);
    }
}
