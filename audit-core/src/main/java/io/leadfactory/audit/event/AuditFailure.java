package io.leadfactory.audit.event;

import java.util.Locale;

/**
 * Something that went wrong with the trail, without any value. Immutable.
 *
 * @param kind what it means for the events
 * @param events how many events it concerns
 * @param message what was wanted, what was found and what to do
 */
public record AuditFailure(Kind kind, int events, String message) {

    /** What a failure means for the events. */
    public enum Kind {
        /** They could not be written, so their transaction is rolled back. */
        REFUSED,
        /** They could not be written; their transaction goes on, and the spool keeps them until they are replayed. */
        SPOOLED,
        /** They could not be replayed yet and will be tried again. */
        NOT_REPLAYED,
        /** They are in the spool and cannot be read: the files are kept for somebody to look at. */
        DAMAGED,
        /** They are lost: they came too late, or nobody could keep what is known of a failed attempt. */
        LOST
    }

    /** Kind, count and message. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " (" + events + " audit event(s)): " + message;
    }
}
