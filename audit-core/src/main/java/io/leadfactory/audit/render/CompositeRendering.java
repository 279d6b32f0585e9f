package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * An embeddable: each of its attributes under its path, as {@code address.city}. Null has the same members as a value,
 * so that events of one entity always name the same ones. Immutable.
 */
final class CompositeRendering implements Rendering {
    private final CompositeType type;
    private final int[] indexes;
    private final Rendering[] renderings;

    private CompositeRendering(CompositeType type, int[] indexes, Rendering[] renderings) {
        this.type = type;
        this.indexes = indexes;
        this.renderings = renderings;
    }

    static CompositeRendering of(String path, CompositeType type, Renderings renderings) {
        String[] names = type.getPropertyNames();
        Type[] types = type.getSubtypes();
        Class<?> owner = type.getReturnedClass();
        List<Integer> indexes = new ArrayList<>();
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
                members.add(member);
            }
        }
        return new CompositeRendering(
                type, indexes.stream().mapToInt(Integer::intValue).toArray(), members.toArray(Rendering[]::new));
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
