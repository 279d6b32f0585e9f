package io.leadfactory.audit.store;

import java.util.Set;

/** What events can be found by without reading all of them: an index each, which makes every write dearer. */
public enum AccessPath {
    /** The events of a subject, in time. */
    SUBJECT,
    /** The events of an actor, in time. */
    ACTOR,
    /** The events with an action, in time. */
    ACTION,
    /** All events in time; what queries by request or by subject type within a range of time read. */
    TIME;

    /**
     * {@return those that the table has if nobody says otherwise} In H2 an index costs the application's own thread a sixth of
     * a whole entity's insert, and trails are small there; so it has the subject's alone.
     *
     * @param database which database
     */
    public static Set<AccessPath> defaults(DatabaseKind database) {
        return database == DatabaseKind.H2 ? Set.of(SUBJECT) : Set.of(SUBJECT, ACTOR, ACTION);
    }
}
