package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** How the values of one attribute are put into JSON. Immutable. */
interface Rendering {

    /** Adds the value. */
    void write(@Nullable Object value, JsonObject json, SharedSessionContractImplementor session);

    /** Adds both values if they differ. */
    void compare(
            @Nullable Object oldValue,
            @Nullable Object newValue,
            Difference difference,
            SharedSessionContractImplementor session);

    /** The value as a text of its own. */
    String text(Object value, SharedSessionContractImplementor session);
}
