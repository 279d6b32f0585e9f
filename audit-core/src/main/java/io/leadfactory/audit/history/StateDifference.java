package io.leadfactory.audit.history;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.history.EntityState.Existence;
import io.leadfactory.audit.record.Placeholder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In what two states of an entity differ. Immutable.
 *
 * @param before the state at the first instant
 * @param after the state at the second instant
 * @param changes the attributes whose values differ; of an entity that was not there every value is null
 * @param undetermined the attributes of which one of the two states does not know enough to compare
 */
public record StateDifference(
        EntityState before, EntityState after, Map<String, ValueChange> changes, Set<String> undetermined) {

    /**
     * The two values of an attribute, as they were recorded.
     *
     * @param before the value before, or null
     * @param after the value after, or null
     */
    public record ValueChange(
            @Nullable String before, @Nullable String after) {

        /** A fixed text: values belong in no log. */
        @Override
        public String toString() {
            return "ValueChange";
        }
    }

    /**
     * Copies changes and names.
     *
     * @param before the state at the first instant
     * @param after the state at the second instant
     * @param changes the attributes whose values differ
     * @param undetermined the attributes that cannot be compared
     */
    public StateDifference {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        undetermined = Collections.unmodifiableSet(new LinkedHashSet<>(undetermined));
    }

    /** {@return whether it is certain that both states are the same} */
    public boolean isEmpty() {
        return changes.isEmpty()
                && undetermined.isEmpty()
                && before.existence() == after.existence()
                && before.existence() != Existence.UNKNOWN
                && (isUntouched()
                        || (before.statement().isEmpty() && after.statement().isEmpty()));
    }

    /** Whether neither an event nor a statement over many rows came between. */
    private boolean isUntouched() {
        return before.latest().map(AuditEvent::id).equals(after.latest().map(AuditEvent::id))
                && before.statement()
                        .map(AuditEvent::id)
                        .equals(after.statement().map(AuditEvent::id));
    }

    static StateDifference of(EntityState before, EntityState after) {
        Set<String> names = new LinkedHashSet<>(before.values().keySet());
        names.addAll(before.unknown().keySet());
        names.addAll(after.values().keySet());
        names.addAll(after.unknown().keySet());
        Map<String, ValueChange> changes = new LinkedHashMap<>();
        Set<String> undetermined = new LinkedHashSet<>();
        for (String name : names) {
            if (!isRecorded(before, name) || !isRecorded(after, name)) {
                undetermined.add(name);
                continue;
            }
            @Nullable String old = text(before, name);
            @Nullable String now = text(after, name);
            boolean same = old == null ? now == null : old.equals(now);
            if (!isComparable(before, after, name) && !(same && isDigest(before, name))) {
                undetermined.add(name);
            } else if (!same) {
                changes.put(name, new ValueChange(old, now));
            }
        }
        return new StateDifference(before, after, changes, undetermined);
    }

    private static boolean isRecorded(EntityState state, String name) {
        return state.existence() == Existence.ABSENT
                || state.values().containsKey(name)
                || state.unknown().containsKey(name);
    }

    private static @Nullable String text(EntityState state, String name) {
        String placeholder = state.unknown().get(name);
        return placeholder == null ? state.values().get(name) : placeholder;
    }

    /** Null is never replaced by a placeholder, so it differs from all of them. */
    private static boolean isComparable(EntityState before, EntityState after, String name) {
        boolean beforeKnown = !before.unknown().containsKey(name);
        boolean afterKnown = !after.unknown().containsKey(name);
        return (beforeKnown && (afterKnown || before.values().get(name) == null))
                || (afterKnown && after.values().get(name) == null)
                || (isDigest(before, name) && isDigest(after, name));
    }

    private static boolean isDigest(EntityState state, String name) {
        String placeholder = state.unknown().get(name);
        return placeholder != null && Placeholder.isDigest(placeholder);
    }
}
