package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import org.jspecify.annotations.Nullable;

/** What an update changed: the old and the new values of the changed attributes. For one thread. */
public final class Difference {
    private final JsonObject oldValues;
    private final JsonObject newValues;

    Difference() {
        this(null, null);
    }

    /**
     * Goes on with what was found so far.
     *
     * @param oldValues the values before, as a JSON object, or null for none
     * @param newValues the values after, as a JSON object, or null for none
     */
    public Difference(@Nullable String oldValues, @Nullable String newValues) {
        this.oldValues = new JsonObject(oldValues);
        this.newValues = new JsonObject(newValues);
    }

    /** {@return whether nothing differs} */
    public boolean isEmpty() {
        return newValues.isEmpty();
    }

    /** {@return where the values before are put} */
    public JsonObject oldObject() {
        return oldValues;
    }

    /** {@return where the values after are put} */
    public JsonObject newObject() {
        return newValues;
    }

    /** {@return the values before, as a JSON object} */
    public String oldValues() {
        return oldValues.toString();
    }

    /** {@return the values after, as a JSON object} */
    public String newValues() {
        return newValues.toString();
    }
}
