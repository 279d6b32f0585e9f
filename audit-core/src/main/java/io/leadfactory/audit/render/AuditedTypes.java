package io.leadfactory.audit.render;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** The audited entities of a session factory, each resolved when it is first met. Thread-safe. */
public final class AuditedTypes {
    private final Declarations declarations;
    private final Mask mask;
    private final Map<EntityPersister, AuditedType> types = new ConcurrentHashMap<>();

    /**
     * Resolves what is declared.
     *
     * @param declarations which entities are audited
     * @param mask what stands for masked values
     */
    public AuditedTypes(Declarations declarations, Mask mask) {
        this.declarations = declarations;
        this.mask = mask;
    }

    /**
     * {@return the audited type of an entity, or null if it is not audited}
     *
     * @param persister the entity's
     */
    public @Nullable AuditedType find(EntityPersister persister) {
        String subjectType = declarations.subjectType(persister.getEntityName());
        if (subjectType == null) {
            return null;
        }
        AuditedType type = types.get(persister);
        return type == null ? types.computeIfAbsent(persister, p -> resolve(p, subjectType)) : type;
    }

    private AuditedType resolve(EntityPersister persister, String subjectType) {
        String name = persister.getEntityName();
        Renderings renderings = new Renderings(persister.getFactory(), declarations, mask, declarations.computed(name));
        return AuditedType.of(persister, subjectType, declarations.synthetic(name), renderings);
    }

    /**
     * {@return whether the values of an attribute can be recorded, not only that they changed}
     *
     * @param type the attribute's type
     */
    public static boolean hasText(Type type) {
        return type.isAnyType()
                || type.isComponentType()
                || type.isEntityType()
                || (type instanceof BasicType<?> basic && LeafText.of(basic) != null);
    }
}
