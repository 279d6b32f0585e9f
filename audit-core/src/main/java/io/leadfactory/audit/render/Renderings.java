package io.leadfactory.audit.render;

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

    Renderings(SessionFactoryImplementor factory, Declarations declarations, Mask mask) {
        this.factory = factory;
        this.declarations = declarations;
        this.mask = mask;
    }

    /** The rendering of an attribute, or null if it is not recorded. */
    @Nullable
    Rendering of(String path, Type type, Class<?> owner) {
        if (type.isCollectionType()) {
            LOG.info("attribute \"{}\" of {} is a collection and not recorded", path, owner.getName());
            return null;
        }
        Rendering rendering = find(path, type);
        if (Declarations.isMasked(owner, path.substring(path.lastIndexOf('.') + 1))) {
            boolean exact = !(rendering instanceof LeafRendering leaf) || leaf.isExact();
            return new MaskedRendering(path, type, mask, exact ? rendering : null);
        }
        if (rendering == null) {
            LOG.warn(
                    "attribute \"{}\" of {} has a type without a text form, {}: its changes are recorded, its values not",
                    path,
                    owner.getName(),
                    type.getReturnedClassName());
            return LeafRendering.opaque(path, type);
        }
        return rendering;
    }

    /** The rendering of an identifier. */
    Rendering ofId(Type type) {
        Rendering rendering = find(type instanceof CompositeType ? "" : "id", type);
        return rendering == null ? LeafRendering.opaque("id", type) : rendering;
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

    /** The subject type of an entity: of one that is not audited its name. */
    @Nullable
    String subjectType(EntityPersister entity) {
        String subjectType = declarations.subjectType(entity.getEntityName());
        return subjectType == null ? entity.getJpaEntityName() : subjectType;
    }
}
