package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.CompositeType;
import org.hibernate.type.MappingContext;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * An embeddable: each of its attributes under its path, as {@code address.city}. Null has the same members as a value,
 * so that events of one entity always name the same ones. Immutable.
 */
final class CompositeRendering implements Rendering {
    private final CompositeType type;
    private final int[] indexes;
    private final String[] paths;
    private final Rendering[] renderings;

    private CompositeRendering(
            CompositeType type, List<Integer> indexes, List<String> paths, List<Rendering> renderings) {
        this.type = type;
        this.indexes = indexes.stream().mapToInt(Integer::intValue).toArray();
        this.paths = paths.toArray(String[]::new);
        this.renderings = renderings.toArray(Rendering[]::new);
    }

    static CompositeRendering of(String path, CompositeType type, Renderings renderings) {
        String[] names = type.getPropertyNames();
        Type[] types = type.getSubtypes();
        Class<?> owner = type.getReturnedClass();
        List<Integer> indexes = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        List<Rendering> members = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (renderings.declarations().isIgnored(type, names[i])) {
                continue;
            }
            boolean masked = renderings.declarations().isMasked(type, names[i]);
            String memberPath = path.isEmpty() ? names[i] : path + '.' + names[i];
            Rendering member = renderings.of(memberPath, types[i], masked, owner);
            if (member != null) {
                indexes.add(i);
                paths.add(memberPath);
                members.add(member);
            }
        }
        return new CompositeRendering(type, indexes, paths, members);
    }

    /**
     * The same with the attributes alone that have a written column, or with the others.
     *
     * @param written which columns are written
     * @param first the first of its own columns among these
     * @param wanted whether to have the written attributes
     * @param mapping tells how many columns a type has
     */
    CompositeRendering select(boolean[] written, int first, boolean wanted, MappingContext mapping) {
        List<Integer> kept = new ArrayList<>();
        List<String> keptPaths = new ArrayList<>();
        List<Rendering> members = new ArrayList<>();
        Type[] types = type.getSubtypes();
        int column = first;
        int next = 0;
        for (int i = 0; i < indexes.length; i++) {
            for (; next < indexes[i]; next++) {
                column += types[next].getColumnSpan(mapping);
            }
            Rendering member = renderings[i];
            boolean keep = anyOf(written, column, types[next].getColumnSpan(mapping)) == wanted;
            if (member instanceof CompositeRendering composite && composite.isAggregate()) {
                keep = wanted;
            } else if (member instanceof CompositeRendering composite) {
                CompositeRendering selected = composite.select(written, column, wanted, mapping);
                member = selected;
                keep = !selected.isEmpty();
            }
            if (keep) {
                kept.add(indexes[i]);
                keptPaths.add(paths[i]);
                members.add(member);
            }
        }
        return new CompositeRendering(type, kept, keptPaths, members);
    }

    private static boolean anyOf(boolean[] written, int first, int span) {
        for (int column = first; column < first + span; column++) {
            if (column >= written.length || written[column]) {
                return true;
            }
        }
        return false;
    }

    /** Whether one column holds it as a whole, as JSON. */
    boolean isAggregate() {
        return Writing.isAggregate(type);
    }

    boolean isEmpty() {
        return renderings.length == 0;
    }

    /** The names under which its attributes stand. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < renderings.length; i++) {
            if (renderings[i] instanceof CompositeRendering composite) {
                names.addAll(composite.names());
            } else {
                names.add(paths[i]);
            }
        }
        return names;
    }

    @Override
    public void write(@Nullable Object value, JsonObject json, SharedSessionContractImplementor session) {
        @Nullable Object[] values = values(value, session);
        for (int i = 0; i < indexes.length; i++) {
            renderings[i].write(values[indexes[i]], json, session);
        }
    }

    @Override
    public void compare(
            @Nullable Object oldValue,
            @Nullable Object newValue,
            Difference difference,
            SharedSessionContractImplementor session) {
        @Nullable Object[] oldValues = values(oldValue, session);
        @Nullable Object[] newValues = values(newValue, session);
        for (int i = 0; i < indexes.length; i++) {
            renderings[i].compare(oldValues[indexes[i]], newValues[indexes[i]], difference, session);
        }
    }

    private @Nullable Object[] values(@Nullable Object value, SharedSessionContractImplementor session) {
        return value == null ? new @Nullable Object[type.getSubtypes().length] : type.getPropertyValues(value, session);
    }

    @Override
    public String text(Object value, SharedSessionContractImplementor session) {
        JsonObject json = new JsonObject();
        write(value, json, session);
        return json.toString();
    }
}
