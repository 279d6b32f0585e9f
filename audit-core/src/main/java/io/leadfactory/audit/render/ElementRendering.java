package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** The elements, or the keys, of a collection: as JSON, and as what tells them apart. Immutable. */
final class ElementRendering {
    private static final Object NONE = "";

    private final Type type;
    private final Rendering rendering;
    private final @Nullable Rendering reference;
    private final boolean object;
    private final SessionFactoryImplementor factory;

    private ElementRendering(
            Type type,
            Rendering rendering,
            @Nullable Rendering reference,
            boolean object,
            SessionFactoryImplementor factory) {
        this.type = type;
        this.rendering = rendering;
        this.reference = reference;
        this.object = object;
        this.factory = factory;
    }

    static ElementRendering of(String path, Type type, boolean masked, Class<?> declaring, Renderings renderings) {
        Rendering plain = renderings.ofElement(path, type, false, declaring);
        return new ElementRendering(
                type,
                masked ? renderings.ofElement(path, type, true, declaring) : plain,
                type.isEntityType() || type.isAnyType() ? plain : null,
                type instanceof CompositeType && !masked,
                renderings.factory());
    }

    /** Equal for values that Hibernate holds to be the same. */
    Object identity(@Nullable Object value, SharedSessionContractImplementor session) {
        if (value == null) {
            return NONE;
        }
        return reference == null ? new Typed(type, value, factory) : reference.text(value, session);
    }

    /** The JSON text: an object for an embeddable. */
    String json(@Nullable Object value, SharedSessionContractImplementor session) {
        if (value == null) {
            return "null";
        }
        JsonObject json = new JsonObject();
        rendering.write(value, json, session);
        return object ? json.toString() : json.bareValue();
    }

    String text(@Nullable Object value, SharedSessionContractImplementor session) {
        return value == null ? "" : rendering.text(value, session);
    }

    /** A value that is compared by its type. */
    private static final class Typed {
        private final Type type;
        private final Object value;
        private final SessionFactoryImplementor factory;

        Typed(Type type, Object value, SessionFactoryImplementor factory) {
            this.type = type;
            this.value = value;
            this.factory = factory;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Typed typed && (value == typed.value || type.isEqual(value, typed.value, factory));
        }

        @Override
        public int hashCode() {
            return type.getHashCode(value, factory);
        }
    }
}
