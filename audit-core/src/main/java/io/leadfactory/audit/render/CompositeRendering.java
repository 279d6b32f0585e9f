package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** An embeddable: each of its attributes under its path, as {@code address.city}. Immutable. */
final class CompositeRendering implements Rendering {
    private final String path;
    private final CompositeType type;
    private final int[] indexes;
    private final Rendering[] renderings;

    private CompositeRendering(String path, CompositeType type, int[] indexes, Rendering[] renderings) {
        this.path = path;
        this.type = type;
        this.indexes = indexes;
        this.renderings = renderings;
    }

    static CompositeRendering of(String path, CompositeType type, SessionFactoryImplementor factory) {
        String[] names = type.getPropertyNames();
        Type[] types = type.getSubtypes();
        Class<?> owner = type.getReturnedClass();
        List<Integer> indexes = new ArrayList<>();
        List<Rendering> renderings = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (Declarations.isIgnored(owner, names[i])) {
                continue;
            }
            Rendering rendering =
                    Renderings.of(path.isEmpty() ? names[i] : path + '.' + names[i], types[i], owner, factory);
            if (rendering != null) {
                indexes.add(i);
                renderings.add(rendering);
            }
        }
        return new CompositeRendering(
                path,
                type,
                indexes.stream().mapToInt(Integer::intValue).toArray(),
                renderings.toArray(Rendering[]::new));
    }

    @Override
    public void write(@Nullable Object value, JsonObject json, SharedSessionContractImplementor session) {
        if (value == null) {
            json.put(path, null);
            return;
        }
        @Nullable Object[] values = type.getPropertyValues(value, session);
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
