package io.leadfactory.audit.ledger;

/**
 * One defect in a stored chain, with its evidence. Immutable.
 *
 * @param lane the lane
 * @param number the position in it
 * @param kind what is wrong
 * @param expected what an honest history has there
 * @param found what is there
 */
public record Finding(long lane, long number, Kind kind, String expected, String found) {

    /** What can be wrong. */
    public enum Kind {
        /** The numbers do not follow each other: an event was deleted or renumbered. */
        NUMBER,
        /** There is neither a payload with its salt nor the digest of an erased one, or there is both. */
        PAYLOAD,
        /** The event does not give its hash: it was edited, inserted, or put elsewhere. */
        HASH,
        /** The event is not found under its subject: its key was edited. */
        SUBJECT_KEY,
        /** The end of a lane that this process wrote is gone. */
        END,
        /** The event is of a form that is not known. */
        FORM
    }

    /** The finding in one line. */
    @Override
    public String toString() {
        return "lane " + lane + ", event " + number + ": " + kind + " expected " + expected + ", found " + found;
    }
}
