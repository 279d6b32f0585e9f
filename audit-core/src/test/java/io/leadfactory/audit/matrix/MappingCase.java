package io.leadfactory.audit.matrix;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A row of the matrix: an entity, a change of it, and its recorded state before and after. The states name the values
 * that are not null; every event's old and new values follow from them. Immutable.
 *
 * @param name names the row in a failure
 * @param type the entity
 * @param create makes a new one
 * @param change changes a loaded one
 * @param id its subject id, if that is not the text of its identifier
 * @param before what is recorded of the new one
 * @param after what is recorded of the changed one
 */
record MappingCase<E>(
        String name,
        Class<E> type,
        Supplier<E> create,
        Consumer<E> change,
        @Nullable String id,
        Map<String, String> before,
        Map<String, String> after) {

    static <E> MappingCase<E> of(String name, Class<E> type, Supplier<E> create, Consumer<E> change) {
        return new MappingCase<>(name, type, create, change, null, Map.of(), Map.of());
    }

    /** Names and values by turns. */
    MappingCase<E> before(String... namesAndValues) {
        return new MappingCase<>(name, type, create, change, id, map(namesAndValues), after);
    }

    /** Names and values by turns. */
    MappingCase<E> after(String... namesAndValues) {
        return new MappingCase<>(name, type, create, change, id, before, map(namesAndValues));
    }

    MappingCase<E> id(String text) {
        return new MappingCase<>(name, type, create, change, text, before, after);
    }

    private static Map<String, String> map(String... namesAndValues) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** The changed attributes with their values of one side, null included. */
    Map<String, @Nullable String> changed(Map<String, String> side) {
        Map<String, @Nullable String> changed = new HashMap<>();
        for (String attribute : attributes()) {
            if (!Objects.equals(before.get(attribute), after.get(attribute))) {
                changed.put(attribute, side.get(attribute));
            }
        }
        return changed;
    }

    private Iterable<String> attributes() {
        TreeSet<String> attributes = new TreeSet<>(before.keySet());
        attributes.addAll(after.keySet());
        return attributes;
    }

    String subjectId(Object entity, SessionFactory factory) {
        return id != null ? id : String.valueOf(factory.getPersistenceUnitUtil().getIdentifier(entity));
    }

    @Override
    public String toString() {
        return type.getSimpleName() + ": " + name;
    }

    /** Cases of one attribute each, of one entity. */
    static <E, V> MappingCase<E> attribute(
            Class<E> type,
            Supplier<E> create,
            String attribute,
            Setter<E, V> setter,
            V before,
            String textBefore,
            V after,
            String textAfter) {
        Supplier<E> set = () -> {
            E entity = create.get();
            setter.set(entity, before);
            return entity;
        };
        return of(attribute, type, set, entity -> setter.set(entity, after))
                .before(attribute, textBefore)
                .after(attribute, textAfter);
    }

    /** Sets an attribute. */
    interface Setter<E, V> {
        void set(E entity, V value);
    }

    /** Entities and the rows about them. */
    record Table(List<Class<?>> entities, List<MappingCase<?>> cases) {}
}
