package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;

/** What an update changed: the old and the new values of the changed attributes. For one thread. */
public final class Difference {
    private final JsonObject oldValues = new JsonObject();
    private final JsonObject newValues = new JsonObject();

    Difference() {}

    /** {@return whether nothing differs} */
    public boolean isEmpty() {
        return newValues.isEmpty();
    }

    JsonObject oldObject() {
        return oldValues;
    }

    JsonObject newObject() {
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
