package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hibernate.Hibernate;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.AbstractCollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collections of an audited entity that are recorded with it: those that it owns, its own and those of its
 * embeddables. Immutable.
 *
 * <p>The inverse side of an association is not recorded: nothing is written for it, and what changes is an attribute or a
 * collection of the other entity. A list or map that keeps its places or keys in columns of its own is an exception,
 * since its owner writes these.
 */
public final class OwnedCollections {
    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit");

    private final Map<String, CollectionRendering> byRole;
    private final Map<Integer, CollectionRendering> byProperty;

    private OwnedCollections(Map<String, CollectionRendering> byRole, Map<Integer, CollectionRendering> byProperty) {
        this.byRole = Collections.unmodifiableMap(byRole);
        this.byProperty = Collections.unmodifiableMap(byProperty);
    }

    static OwnedCollections of(EntityPersister persister, Set<String> synthetic, Renderings renderings) {
        String[] names = persister.getPropertyNames();
        Type[] types = persister.getPropertyTypes();
        Map<String, CollectionRendering> byRole = new LinkedHashMap<>();
        Map<Integer, CollectionRendering> byProperty = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            Class<?> entity = persister.getMappedClass();
            if (!synthetic.contains(names[i]) && !Declarations.isIgnored(entity, names[i])) {
                boolean masked = Declarations.isMasked(entity, names[i]);
                collect(names[i], types[i], entity, masked, renderings, byRole);
                CollectionRendering own =
                        types[i] instanceof CollectionType collection ? byRole.get(collection.getRole()) : null;
                if (own != null) {
                    byProperty.put(i, own);
                }
            }
        }
        return new OwnedCollections(byRole, byProperty);
    }

    private static void collect(
            String path,
            Type type,
            Class<?> declaring,
            boolean masked,
            Renderings renderings,
            Map<String, CollectionRendering> found) {
        if (type instanceof CollectionType collection) {
            // Every persister of Hibernate is one, and what its interface tells of types is to go.
            AbstractCollectionPersister persister = (AbstractCollectionPersister)
                    renderings.factory().getMappingMetamodel().getCollectionDescriptor(collection.getRole());
            if (isWritten(persister)) {
                found.put(
                        collection.getRole(), new CollectionRendering(path, persister, declaring, masked, renderings));
            } else {
                LOG.info(
                        "collection \"{}\" of {} is an inverse side and not recorded here: its changes are those of {}",
                        path,
                        declaring.getName(),
                        persister.getElementType().getName());
            }
        } else if (type instanceof CompositeType composite && !type.isAnyType()) {
            collect(path, composite, masked, renderings, found);
        }
    }

    /** What a masked embeddable holds is masked with it. */
    private static void collect(
            String path,
            CompositeType composite,
            boolean within,
            Renderings renderings,
            Map<String, CollectionRendering> found) {
        String[] names = composite.getPropertyNames();
        Type[] types = composite.getSubtypes();
        for (int i = 0; i < names.length; i++) {
            if (!renderings.declarations().isIgnored(composite, names[i])) {
                boolean masked = within || renderings.declarations().isMasked(composite, names[i]);
                collect(path + '.' + names[i], types[i], composite.getReturnedClass(), masked, renderings, found);
            }
        }
    }

    private static boolean isWritten(AbstractCollectionPersister persister) {
        if (!persister.isInverse()) {
            return true;
        }
        return persister.isOneToMany()
                && persister.hasPhysicalIndexColumn()
                && !persister.getElementPersister().managesColumns(persister.getIndexColumnNames());
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return byRole.isEmpty();
    }

    /** {@return all of them} */
    public Collection<CollectionRendering> all() {
        return byRole.values();
    }

    /**
     * {@return the collection of a role, or null if it is not recorded}
     *
     * @param role as Hibernate names it
     */
    public @Nullable CollectionRendering find(String role) {
        return byRole.get(role);
    }

    /**
     * {@return whether an entity has none of these: its own attribute is null}
     *
     * @param collection one of these
     * @param values the values of the entity, in the order of the persister's properties
     */
    public boolean isAbsent(CollectionRendering collection, @Nullable Object[] values) {
        for (Map.Entry<Integer, CollectionRendering> own : byProperty.entrySet()) {
            if (own.getValue() == collection) {
                return values[own.getKey()] == null;
            }
        }
        return false;
    }

    /**
     * {@return the state with the content of the collections that a stateless session writes: its own, and no others; one
     * that is not loaded is not written}
     *
     * @param state the JSON object of the other attributes
     * @param values the values, in the order of the persister's properties
     * @param session the session of the event
     */
    public String addWritten(String state, @Nullable Object[] values, SharedSessionContractImplementor session) {
        if (byProperty.isEmpty()) {
            return state;
        }
        JsonObject json = new JsonObject(state);
        byProperty.forEach((property, collection) -> {
            Object value = values[property];
            boolean loaded = value != LazyPropertyInitializer.UNFETCHED_PROPERTY && Hibernate.isInitialized(value);
            if (loaded && !collection.persister().isInverse()) {
                collection.writeAll(value, json, session);
            }
        });
        return json.toString();
    }
}
