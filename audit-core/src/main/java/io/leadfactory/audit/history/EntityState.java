package io.leadfactory.audit.history;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the trail knows of an entity at an instant. Immutable.
 *
 * <p>Nothing is invented: an attribute is in {@code values} if its value was recorded as a whole (null if it was null), in
 * {@code unknown} if something else was recorded in its place, and in neither if no event names it.
 *
 * @param subject the entity
 * @param at the instant; events at this very time count
 * @param existence whether it existed
 * @param complete whether an event with the full state was found; if not, the entity existed before its first event and
 *     only attributes that changed since are there
 * @param values the known values by attribute
 * @param unknown what was recorded in place of a value (masked, cut, left out), by attribute
 * @param latest the latest event that changed the entity, if there is one
 * @param statement the latest bulk or native statement on entities of this type since the first event that counts, whose
 *     rows were not recorded: it may have changed this entity too, or inserted again one that was deleted
 */
public record EntityState(
        Subject subject,
        Instant at,
        Existence existence,
        boolean complete,
        Map<String, @Nullable String> values,
        Map<String, String> unknown,
        Optional<AuditEvent> latest,
        Optional<AuditEvent> statement) {

    /** What is known about an entity being there. */
    public enum Existence {
        /** It was there. */
        PRESENT,
        /** It was not there: it was deleted, or inserted later. */
        ABSENT,
        /** No event tells. */
        UNKNOWN
    }

    /**
     * Copies the maps.
     *
     * @param subject the entity
     * @param at the instant
     * @param existence whether it existed
     * @param complete whether an event with the full state was found
     * @param values the known values
     * @param unknown what stands for the others
     * @param latest the latest event
     * @param statement the latest statement whose rows were not recorded
     */
    public EntityState {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
    }

    /** {@return whether the entity was there} */
    public boolean isPresent() {
        return existence == Existence.PRESENT;
    }

    /** {@return whether all that was recorded of the entity is known, and no statement may have changed it past that} */
    public boolean isCertain() {
        return existence != Existence.UNKNOWN && complete && unknown.isEmpty() && statement.isEmpty();
    }

    /** Subject, instant and existence, without any value. */
    @Override
    public String toString() {
        return subject + " at " + at + ": " + existence;
    }
}
