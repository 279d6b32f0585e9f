package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** A value that is not to be seen. Null is seen. Immutable. */
final class MaskedRendering implements Rendering {
    private final String name;
    private final Type type;
    private final Mask mask;
    private final @Nullable Rendering rendering;

    /** Without a rendering the value has no text, and so no digest. */
    MaskedRendering(String name, Type type, Mask mask, @Nullable Rendering rendering) {
        this.name = name;
        this.type = type;
        this.mask = mask;
        this.rendering = rendering;
    }

    @Override
    public void write(@Nullable Object value, JsonObject json, SharedSessionContractImplementor session) {
        json.put(name, value == null ? null : text(value, session));
    }

    @Override
    public void compare(
            @Nullable Object oldValue,
            @Nullable Object newValue,
            Difference difference,
            SharedSessionContractImplementor session) {
        boolean equal = oldValue == newValue
                || (oldValue != null && newValue != null && type.isEqual(oldValue, newValue, session.getFactory()));
        if (!equal) {
            write(oldValue, difference.oldObject(), session);
            write(newValue, difference.newObject(), session);
        }
    }

    @Override
    public String text(Object value, SharedSessionContractImplementor session) {
        return rendering == null ? Mask.HIDDEN : mask.of(rendering.text(value, session));
    }
}
