package io.leadfactory.audit.render;

import java.io.InputStream;
import java.io.Reader;
import java.sql.Blob;
import java.sql.Clob;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the rendering for a type of Hibernate. */
final class Renderings {
    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit");

    private Renderings() {}

    /** The rendering of an attribute, or null if it is not recorded. */
    static @Nullable Rendering of(String path, Type type, Class<?> owner, SessionFactoryImplementor factory) {
        if (type.isCollectionType()) {
            LOG.info("attribute \"{}\" of {} is a collection and not recorded", path, owner.getName());
            return null;
        }
        if (Declarations.isMasked(owner, path.substring(path.lastIndexOf('.') + 1))) {
            return LeafRendering.masked(path, type);
        }
        if (type instanceof CompositeType composite) {
            return CompositeRendering.of(path, composite, factory);
        }
        return leaf(path, type, owner, factory);
    }

    /** The rendering of an identifier. */
    static Rendering ofId(Type type, SessionFactoryImplementor factory) {
        if (type instanceof CompositeType composite) {
            return CompositeRendering.of("", composite, factory);
        }
        return leaf("id", type, type.getReturnedClass(), factory);
    }

    private static Rendering leaf(String path, Type type, Class<?> owner, SessionFactoryImplementor factory) {
        if (type instanceof EntityType entity) {
            EntityPersister target = entity.getAssociatedEntityPersister(factory);
            return new AssociationRendering(path, target, ofId(target.getIdentifierType(), factory));
        }
        if (type instanceof BasicType<?> basic && isReadable(basic.getJavaType())) {
            return LeafRendering.basic(path, basic);
        }
        LOG.warn(
                "attribute \"{}\" of {} has a type without a text form, {}: its changes are recorded, its values not",
                path,
                owner.getName(),
                type.getReturnedClassName());
        return LeafRendering.opaque(path, type);
    }

    private static boolean isReadable(Class<?> type) {
        if (Blob.class.isAssignableFrom(type)
                || Clob.class.isAssignableFrom(type)
                || InputStream.class.isAssignableFrom(type)
                || Reader.class.isAssignableFrom(type)) {
            return false;
        }
        try {
            return type.isInterface()
                    || type.isPrimitive()
                    || type.isArray()
                    || type.getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
