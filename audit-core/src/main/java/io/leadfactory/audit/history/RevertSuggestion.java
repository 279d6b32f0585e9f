package io.leadfactory.audit.history;

import io.leadfactory.audit.event.AuditEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would undo an event; nothing is changed by asking. Immutable.
 *
 * @param event the event
 * @param step what to do
 * @param values to which values to set which attributes; empty for {@link Step#DELETE}
 * @param unknown the attributes whose values before the event are not known, with what was recorded in their place, or
 *     why nothing was
 * @param conflicts the later events that changed the same attributes, or deleted or inserted the entity, oldest first; at
 *     most {@value #MAX_CONFLICTS}
 */
public record RevertSuggestion(
        AuditEvent event,
        Step step,
        Map<String, @Nullable String> values,
        Map<String, String> unknown,
        List<AuditEvent> conflicts) {
    /** How many conflicts are listed at most. */
    public static final int MAX_CONFLICTS = 100;

    /** What undoes an event. */
    public enum Step {
        /** Set the values of the entity that is there. */
        UPDATE,
        /** Insert the entity again. */
        INSERT,
        /** Delete the entity. */
        DELETE
    }

    /**
     * Copies values and conflicts.
     *
     * @param event the event
     * @param step what to do
     * @param values the values to set
     * @param unknown the attributes whose values are not known
     * @param conflicts the later events that stand in the way
     */
    public RevertSuggestion {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        conflicts = List.copyOf(conflicts);
    }

    /** {@return whether all values are known and nothing happened since that it would undo as well} */
    public boolean isClean() {
        return unknown.isEmpty() && conflicts.isEmpty() && (step == Step.DELETE || !Changes.isErased(event));
    }

    /** Step and event, without any value. */
    @Override
    public String toString() {
        return step + " to undo " + event;
    }
}
