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
     * {@return those that the table has if nobody says otherwise} In H2 the application's own thread maintains them, and
     * two more make the insertion of an event a third dearer, while trails are small there; so it has the subject's alone.
     *
     * @param database which database
     */
    public static Set<AccessPath> defaults(DatabaseKind database) {
        return database == DatabaseKind.H2 ? Set.of(SUBJECT) : Set.of(SUBJECT, ACTOR, ACTION);
    }
}
