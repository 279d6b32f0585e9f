package io.leadfactory.audit.capture;

import io.leadfactory.audit.record.JsonObject;

/** What an update changed: the old and the new values of the changed attributes. For one thread. */
final class Difference {
    private final JsonObject oldValues = new JsonObject();
    private final JsonObject newValues = new JsonObject();

    boolean isEmpty() {
        return newValues.isEmpty();
    }

    JsonObject oldObject() {
        return oldValues;
    }

    JsonObject newObject() {
        return newValues;
    }

    String oldValues() {
        return oldValues.toString();
    }

    String newValues() {
        return newValues.toString();
    }
}
