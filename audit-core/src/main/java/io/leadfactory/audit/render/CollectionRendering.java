package io.leadfactory.audit.render;

import io.leadfactory.audit.record.CollectionJson;
import io.leadfactory.audit.record.JsonObject;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.AbstractCollectionPersister;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/**
 * A collection of an audited entity: how its content and its changes are put into JSON, as {@link CollectionJson} says.
 * Immutable.
 *
 * <p>Elements are compared by Hibernate's type and not by their JSON, since a mask, or the mark of a value that is not
 * recorded, would hide a change. Nothing is loaded: entities are asked for their identifiers alone, and the content of a
 * collection that is not initialized is not known.
 */
public final class CollectionRendering {
    /** How elements are held. */
    private enum Shape {
        BAG,
        LIST,
        MAP
    }

    /** Stands for a content that was not loaded. */
    public static final Object NOT_LOADED = CollectionJson.NOT_LOADED;

    private final String path;
    private final AbstractCollectionPersister persister;
    private final boolean keyedById;
    private final Shape shape;
    private final ElementRendering element;
    private final @Nullable ElementRendering key;
    private final boolean array;

    CollectionRendering(
            String path,
            AbstractCollectionPersister persister,
            Class<?> declaring,
            boolean masked,
            Renderings renderings) {
        this.path = path;
        this.persister = persister;
        this.keyedById = persister.getCollectionType().getLHSPropertyName() == null;
        this.shape = switch (persister.getCollectionSemantics().getCollectionClassification()) {
            case LIST, ARRAY -> Shape.LIST;
            case MAP, SORTED_MAP, ORDERED_MAP -> Shape.MAP;
            default -> Shape.BAG;
        };
        this.element = ElementRendering.of(path, persister.getElementType(), masked, declaring, renderings);
        this.key = shape == Shape.MAP
                ? ElementRendering.of(path, persister.getIndexType(), false, declaring, renderings)
                : null;
        // The keys of a masked map may tell as much as its values.
        this.array = shape == Shape.BAG || (shape == Shape.MAP && masked);
    }

    /** {@return the name under which the collection is recorded, as {@code address.phones}} */
    public String path() {
        return path;
    }

    /** {@return the persister of the collection} */
    public CollectionPersister persister() {
        return persister;
    }

    /** {@return whether the rows of the collection name their owner by its identifier} */
    public boolean isKeyedById() {
        return keyedById;
    }

    /**
     * Adds the whole content.
     *
     * @param content a collection, map or array, as an application or Hibernate's snapshot holds it, null if there is
     *     none, or {@link #NOT_LOADED}
     * @param json where to add it
     * @param session the session of the event
     */
    public void writeAll(@Nullable Object content, JsonObject json, SharedSessionContractImplementor session) {
        if (!isKnown(content)) {
            json.putJson(path, CollectionJson.NOT_LOADED);
            return;
        }
        List<Slot> slots = slots(content, session);
        if (shape == Shape.LIST) {
            List<String> elements = new ArrayList<>(slots.size());
            slots.forEach(slot -> elements.add(element.json(slot.element, session)));
            json.putJson(path, CollectionJson.array(CollectionJson.ALL, elements));
        } else {
            json.putJson(path, side(CollectionJson.ALL, slots, session));
        }
    }

    /**
     * Adds what left and what came, if anything did; if one content is not known, both as a whole.
     *
     * @param before the content before, as {@link #writeAll} takes it
     * @param after the content after
     * @param difference where to add it
     * @param session the session of the event
     */
    public void compare(
            @Nullable Object before,
            @Nullable Object after,
            Difference difference,
            SharedSessionContractImplementor session) {
        if (!isKnown(before) || !isKnown(after)) {
            writeAll(before, difference.oldObject(), session);
            writeAll(after, difference.newObject(), session);
            return;
        }
        List<Slot> left = slots(before, session);
        List<Slot> came = slots(after, session);
        if (shape == Shape.LIST) {
            Sequences.dropCommon(left, came);
        } else {
            dropCommon(left, came);
        }
        if (!left.isEmpty() || !came.isEmpty()) {
            difference.oldObject().putJson(path, side(CollectionJson.REMOVED, left, session));
            difference.newObject().putJson(path, side(CollectionJson.ADDED, came, session));
        }
    }

    private static boolean isKnown(@Nullable Object content) {
        return content != NOT_LOADED
                && (!(content instanceof PersistentCollection<?> collection) || collection.wasInitialized());
    }

    private static void dropCommon(List<Slot> left, List<Slot> came) {
        Map<Slot, int[]> counts = new HashMap<>();
        left.forEach(slot -> counts.computeIfAbsent(slot, same -> new int[2])[0]++);
        came.removeIf(slot -> {
            int[] count = counts.get(slot);
            if (count == null || count[0] == 0) {
                return false;
            }
            count[0]--;
            count[1]++;
            return true;
        });
        left.removeIf(slot -> counts.getOrDefault(slot, new int[2])[1]-- > 0);
    }

    /** Elements as an array in the order of their texts, or by place or key. */
    private String side(String member, List<Slot> slots, SharedSessionContractImplementor session) {
        if (array) {
            List<String> elements = new ArrayList<>(slots.size());
            slots.forEach(slot -> elements.add(element.json(slot.element, session)));
            Collections.sort(elements);
            return CollectionJson.array(member, elements);
        }
        Map<String, String> elements = shape == Shape.LIST ? new LinkedHashMap<>() : new TreeMap<>();
        for (Slot slot : slots) {
            String name = key == null ? slot.place() : key.text(slot.key, session);
            elements.put(name, element.json(slot.element, session));
        }
        return CollectionJson.object(member, elements, slots.size());
    }

    private List<Slot> slots(@Nullable Object content, SharedSessionContractImplementor session) {
        List<Slot> slots = new ArrayList<>();
        Iterator<?> entries = entries(content);
        while (entries.hasNext()) {
            Object entry = entries.next();
            if (key != null) {
                Map.Entry<?, ?> mapped = (Map.Entry<?, ?>) entry;
                add(slots, mapped.getKey(), mapped.getValue(), key.identity(mapped.getKey(), session), session);
            } else {
                add(slots, slots.size(), entry, "", session);
            }
        }
        return slots;
    }

    /** Only a list has places without an element; elsewhere the database has no row for null. */
    private void add(
            List<Slot> slots,
            @Nullable Object place,
            @Nullable Object value,
            Object keyIdentity,
            SharedSessionContractImplementor session) {
        if (value != null || shape == Shape.LIST) {
            slots.add(new Slot(place, value, keyIdentity, element.identity(value, session)));
        }
    }

    private Iterator<?> entries(@Nullable Object content) {
        if (content == null) {
            return Collections.emptyIterator();
        }
        if (content instanceof PersistentCollection<?> collection) {
            return collection.entries(persister);
        }
        if (content instanceof Map<?, ?> map) {
            // The snapshot of a set or of a bag with identifiers is a map, too.
            return shape == Shape.MAP ? map.entrySet().iterator() : map.values().iterator();
        }
        if (content instanceof Collection<?> collection) {
            return collection.iterator();
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(content); i++) {
            elements.add(Array.get(content, i));
        }
        return elements.iterator();
    }

    /** An element and where it is. Equal to another if Hibernate holds both to be the same. */
    private static final class Slot {
        private final @Nullable Object key;
        private final @Nullable Object element;
        private final Object keyIdentity;
        private final Object identity;

        Slot(@Nullable Object key, @Nullable Object element, Object keyIdentity, Object identity) {
            this.key = key;
            this.element = element;
            this.keyIdentity = keyIdentity;
            this.identity = identity;
        }

        String place() {
            return String.valueOf(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Slot slot && keyIdentity.equals(slot.keyIdentity) && identity.equals(slot.identity);
        }

        @Override
        public int hashCode() {
            return 31 * keyIdentity.hashCode() + identity.hashCode();
        }
    }
}
