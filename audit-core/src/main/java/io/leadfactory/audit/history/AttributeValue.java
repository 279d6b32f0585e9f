package io.leadfactory.audit.history;

import io.leadfactory.audit.event.AuditEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A value that an attribute had from an event on. Immutable.
 *
 * @param event the event that set it
 * @param kind what the text is
 * @param text the value, null if it was null or there was none; of a collection its whole content
 */
public record AttributeValue(
        AuditEvent event, Kind kind, @Nullable String text) {

    /** What is known of the value. */
    public enum Kind {
        /** The text is the value. */
        VALUE,
        /** The text stands for a value that was masked, cut or left out. */
        PLACEHOLDER,
        /** The entity was deleted. */
        DELETED
    }

    /** {@return since when} */
    public Instant since() {
        return event.occurredAt();
    }

    /** Kind and event, without the value. */
    @Override
    public String toString() {
        return kind + " by " + event;
    }
}
