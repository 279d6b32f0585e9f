package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** An audited entity: its subject type and how each attribute is rendered, resolved once. Thread-safe. */
public final class AuditedType {
    private static final int CAPACITY_STEP = 128;
    private static final int MAX_CAPACITY = 4096;

    private final String subjectType;
    private final Rendering id;
    private final int[] indexes;
    private final Writing[] writings;
    private final Rendering[] renderings;
    private final @Nullable WrittenParts[] parts;
    private final OwnedCollections collections;

    /** How long a state may become before its text is copied. Threads may see different ones, and each is right. */
    private int capacity = CAPACITY_STEP;

    private AuditedType(
            String subjectType,
            Rendering id,
            int[] indexes,
            Writing[] writings,
            Rendering[] renderings,
            @Nullable WrittenParts[] parts,
            OwnedCollections collections) {
        this.subjectType = subjectType;
        this.id = id;
        this.indexes = indexes;
        this.writings = writings;
        this.renderings = renderings;
        this.parts = parts;
        this.collections = collections;
    }

    static AuditedType of(EntityPersister persister, String subjectType, Set<String> synthetic, Renderings renderings) {
        String[] names = persister.getPropertyNames();
        Type[] types = persister.getPropertyTypes();
        Class<?> entity = persister.getMappedClass();
        List<Integer> indexes = new ArrayList<>();
        List<Rendering> attributes = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            boolean version = persister.isVersioned() && i == persister.getVersionPropertyIndex();
            if (version || synthetic.contains(names[i]) || Declarations.isIgnored(entity, names[i])) {
                continue;
            }
            boolean masked = Declarations.isMasked(entity, names[i]);
            Rendering attribute = renderings.of(names[i], types[i], masked, entity);
            if (attribute != null) {
                indexes.add(i);
                attributes.add(attribute);
            }
        }
        @Nullable WrittenParts[] parts = new @Nullable WrittenParts[attributes.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = WrittenParts.of(persister, indexes.get(i), attributes.get(i));
        }
        Writing[] writings = indexes.stream()
                .map(property -> Writing.of(persister, property))
                .toArray(Writing[]::new);
        return new AuditedType(
                subjectType,
                renderings.ofId(persister.getIdentifierType()),
                indexes.stream().mapToInt(Integer::intValue).toArray(),
                writings,
                attributes.toArray(Rendering[]::new),
                parts,
                OwnedCollections.of(persister, synthetic, renderings));
    }

    /** {@return the subject type of its events} */
    public String subjectType() {
        return subjectType;
    }

    /** {@return the collections that the entity owns} */
    public OwnedCollections collections() {
        return collections;
    }

    /**
     * {@return the identifier as text: of a basic type its text, in quotes if that is blank, of a composite one a JSON object}
     *
     * @param value the identifier
     * @param session the session of the event
     */
    public String id(Object value, SharedSessionContractImplementor session) {
        String text = id.text(value, session);
        return text.isBlank() ? '"' + text + '"' : text;
    }

    /**
     * {@return all attributes as a JSON object; one that is lazy and not loaded is left out}
     *
     * @param values the values, in the order of the persister's properties
     * @param session the session of the event
     */
    public String state(@Nullable Object[] values, SharedSessionContractImplementor session) {
        JsonObject json = new JsonObject(capacity);
        for (int i = 0; i < indexes.length; i++) {
            write(i, values, json, session);
        }
        String state = json.toString();
        if (state.length() > capacity) {
            capacity = Math.min(state.length() + CAPACITY_STEP, MAX_CAPACITY);
        }
        return state;
    }

    /**
     * {@return the attributes that an insert writes, as a JSON object; one that is lazy and not loaded is left out} What the
     * object holds of others, such as second attributes of one column, need not be what the row holds.
     *
     * @param values the values, in the order of the persister's properties
     * @param session the session of the event
     */
    public String inserted(@Nullable Object[] values, SharedSessionContractImplementor session) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < indexes.length; i++) {
            if (writings[i].isInserted()) {
                write(i, values, writings[i].isMadeOnInsert(), json, session);
            }
        }
        return json.toString();
    }

    /**
     * {@return the attributes that an upsert may write, as a JSON object; one that is lazy and not loaded is left out}
     *
     * @param values the values, in the order of the persister's properties
     * @param session the session of the event
     */
    public String upserted(@Nullable Object[] values, SharedSessionContractImplementor session) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < indexes.length; i++) {
            if (writings[i].isUpserted()) {
                write(i, values, writings[i].isMadeOnInsert() || writings[i].isMadeOnUpdate(), json, session);
            }
        }
        return json.toString();
    }

    /**
     * {@return the attributes that an update writes, as a JSON object; one that is lazy and not loaded is left out}
     *
     * @param values the values, in the order of the persister's properties
     * @param session the session of the event
     */
    public String written(@Nullable Object[] values, SharedSessionContractImplementor session) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < indexes.length; i++) {
            if (writings[i].isUpdated()) {
                write(i, values, writings[i].isMadeOnUpdate(), json, session);
            }
        }
        return json.toString();
    }

    /** A stateless session does not ask for what the database made, so its object holds something else, or nothing. */
    private void write(
            int i, @Nullable Object[] values, boolean made, JsonObject json, SharedSessionContractImplementor session) {
        if (made && !session.isEventSource()) {
            json.put(writings[i].name(), Writing.MADE_BY_DATABASE);
        } else {
            write(i, values, json, session);
        }
    }

    private void write(int i, @Nullable Object[] values, JsonObject json, SharedSessionContractImplementor session) {
        Object value = values[indexes[i]];
        if (value != LazyPropertyInitializer.UNFETCHED_PROPERTY) {
            renderings[i].write(value, json, session);
        }
    }

    /**
     * {@return the attributes that an update writes and that differ, those whose old value was never loaded with their new
     * one; Hibernate's own list of dirty attributes is not
     * always there or complete}
     *
     * @param oldValues the values before, in the order of the persister's properties
     * @param newValues the values after, in the same order
     * @param session the session of the event
     */
    public Difference difference(
            @Nullable Object[] oldValues, @Nullable Object[] newValues, SharedSessionContractImplementor session) {
        Difference difference = new Difference();
        for (int i = 0; i < indexes.length; i++) {
            compare(i, renderings[i], oldValues, newValues, difference, session);
        }
        return difference;
    }

    private void compare(
            int i,
            Rendering rendering,
            @Nullable Object[] oldValues,
            @Nullable Object[] newValues,
            Difference difference,
            SharedSessionContractImplementor session) {
        Object oldValue = oldValues[indexes[i]];
        Object newValue = newValues[indexes[i]];
        if (!writings[i].isUpdated()
                || oldValue == newValue
                || newValue == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
            return;
        }
        if (oldValue == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
            // It was set without having been loaded.
            rendering.write(newValue, difference.newObject(), session);
        } else {
            rendering.compare(oldValue, newValue, difference, session);
        }
    }

    /**
     * {@return the difference between what a stateless session replaced and what it wrote; what the database makes by
     * itself counts for none, and stands in it if there is one, with its old value}
     *
     * @param oldValues the values before, in the order of the persister's properties
     * @param newValues the values that were given, in the same order
     * @param session the session of the event
     */
    public Difference replacement(
            @Nullable Object[] oldValues, @Nullable Object[] newValues, SharedSessionContractImplementor session) {
        Difference difference = new Difference();
        for (int i = 0; i < indexes.length; i++) {
            WrittenParts written = parts[i];
            if (!writings[i].isMadeOnUpdate()) {
                Rendering rendering = written == null ? renderings[i] : written.given();
                compare(i, rendering, oldValues, newValues, difference, session);
            }
        }
        for (int i = 0; i < indexes.length && !difference.isEmpty(); i++) {
            WrittenParts written = parts[i];
            if (writings[i].isMadeOnUpdate()) {
                write(i, oldValues, difference.oldObject(), session);
                write(i, newValues, true, difference.newObject(), session);
            } else if (written != null) {
                written.writeMade(oldValues[indexes[i]], difference, session);
            }
        }
        return difference;
    }
}
