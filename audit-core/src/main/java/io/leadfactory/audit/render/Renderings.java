package io.leadfactory.audit.render;

import java.util.Set;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.AnyType;
import org.hibernate.type.BasicType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the rendering for a type of Hibernate. Immutable. */
final class Renderings {
    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit");

    private final SessionFactoryImplementor factory;
    private final Declarations declarations;
    private final Mask mask;
    private final Set<String> computed;

    Renderings(SessionFactoryImplementor factory, Declarations declarations, Mask mask, Set<String> computed) {
        this.factory = factory;
        this.declarations = declarations;
        this.mask = mask;
        this.computed = computed;
    }

    /** The rendering of an attribute, or null if it is not recorded. */
    @Nullable
    Rendering of(String path, Type type, boolean masked, Class<?> owner) {
        if (type.isCollectionType() || computed.contains(path)) {
            // Collections have events of their own, see OwnedCollections; what is computed is not stored.
            return null;
        }
        return recorded(path, path, type, masked, owner);
    }

    private Rendering recorded(String path, String name, Type type, boolean masked, Class<?> owner) {
        Rendering rendering = find(name, type);
        if (masked) {
            boolean exact = !(rendering instanceof LeafRendering leaf) || leaf.isExact();
            return new MaskedRendering(name, type, mask, exact ? rendering : null);
        }
        if (rendering == null) {
            LOG.warn(
                    "attribute \"{}\" of {} has a type without a text form, {}: its changes are recorded, its values not",
                    path,
                    owner.getName(),
                    type.getReturnedClassName());
            return LeafRendering.opaque(name, type);
        }
        return rendering;
    }

    /** The rendering of a collection's elements or keys: the only member, without a name, or those of an embeddable. */
    Rendering ofElement(String path, Type type, boolean masked, Class<?> declaring) {
        return apart().recorded(path, "", type, masked, declaring);
    }

    /** The rendering of an identifier. */
    Rendering ofId(Type type) {
        Rendering rendering = apart().find(type instanceof CompositeType ? "" : "id", type);
        return rendering == null ? LeafRendering.opaque("id", type) : rendering;
    }

    /** For members whose names are not those of the entity's attributes. */
    private Renderings apart() {
        return computed.isEmpty() ? this : new Renderings(factory, declarations, mask, Set.of());
    }

    private @Nullable Rendering find(String path, Type type) {
        if (type instanceof AnyType) {
            return new AnyRendering(path, this);
        }
        if (type instanceof CompositeType composite) {
            return CompositeRendering.of(path, composite, this);
        }
        if (type instanceof EntityType entity) {
            EntityPersister target = entity.getAssociatedEntityPersister(factory);
            return new AssociationRendering(path, target, ofId(target.getIdentifierType()));
        }
        LeafText text = type instanceof BasicType<?> basic ? LeafText.of(basic) : null;
        return text == null ? null : LeafRendering.basic(path, type, text);
    }

    Declarations declarations() {
        return declarations;
    }

    SessionFactoryImplementor factory() {
        return factory;
    }

    /** The subject type of an entity: of one that is not audited its name. */
    @Nullable
    String subjectType(EntityPersister entity) {
        String subjectType = declarations.subjectType(entity.getEntityName());
        return subjectType == null ? entity.getJpaEntityName() : subjectType;
    }
}
