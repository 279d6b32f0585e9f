package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.Generator;
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
    private final boolean[] inserted;
    private final boolean[] updated;
    /** Those that the database computes: a session reads them again, a stateless one does not know them. */
    private final boolean[] computedByInsert;

    private final boolean[] computedByUpdate;
    private final Rendering[] renderings;
    private final OwnedCollections collections;

    /** How long a state may become before its text is copied. Threads may see different ones, and each is right. */
    private int capacity = CAPACITY_STEP;

    private AuditedType(
            String subjectType,
            Rendering id,
            EntityPersister persister,
            int[] indexes,
            Rendering[] renderings,
            OwnedCollections collections) {
        this.subjectType = subjectType;
        this.id = id;
        this.indexes = indexes;
        this.inserted = new boolean[indexes.length];
        this.updated = new boolean[indexes.length];
        this.computedByInsert = new boolean[indexes.length];
        this.computedByUpdate = new boolean[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            Generator generator = persister.getGenerators()[indexes[i]];
            boolean onInsert = generator != null && generator.generatesOnInsert();
            inserted[i] = onInsert || persister.getPropertyInsertability()[indexes[i]];
            updated[i] = generator != null || persister.getPropertyUpdateability()[indexes[i]];
            computedByInsert[i] =
                    generator != null && generator.generatesOnInsert() && generator.generatedOnExecution();
            computedByUpdate[i] =
                    generator != null && generator.generatesOnUpdate() && generator.generatedOnExecution();
        }
        this.renderings = renderings;
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
            Rendering attribute = renderings.of(names[i], types[i], entity);
            if (attribute != null) {
                indexes.add(i);
                attributes.add(attribute);
            }
        }
        return new AuditedType(
                subjectType,
                renderings.ofId(persister.getIdentifierType()),
                persister,
                indexes.stream().mapToInt(Integer::intValue).toArray(),
                attributes.toArray(Rendering[]::new),
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
     * {@return the attributes that an insert writes, as a JSON object} What the object holds of others, such as formulas and
     * second attributes of one column, need not be what the row holds.
     *
     * @param values the values, in the order of the persister's properties
     * @param session the session of the event
     */
    public String inserted(@Nullable Object[] values, SharedSessionContractImplementor session) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < indexes.length; i++) {
            if (inserted[i] && (session.isEventSource() || !computedByInsert[i])) {
                write(i, values, json, session);
            }
        }
        return json.toString();
    }

    /**
     * {@return the attributes that an upsert writes if it inserts or if it updates, as a JSON object}
     *
     * @param values the values, in the order of the persister's properties
     * @param session the session of the event
     */
    public String upserted(@Nullable Object[] values, SharedSessionContractImplementor session) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < indexes.length; i++) {
            if ((inserted[i] || updated[i]) && !computedByInsert[i] && !computedByUpdate[i]) {
                write(i, values, json, session);
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
            if (updated[i] && (session.isEventSource() || !computedByUpdate[i])) {
                write(i, values, json, session);
            }
        }
        return json.toString();
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
            Object oldValue = oldValues[indexes[i]];
            Object newValue = newValues[indexes[i]];
            if (!updated[i] || oldValue == newValue || newValue == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
                continue;
            }
            if (oldValue == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
                // It was set without having been loaded.
                renderings[i].write(newValue, difference.newObject(), session);
            } else {
                renderings[i].compare(oldValue, newValue, difference, session);
            }
        }
        return difference;
    }
}
