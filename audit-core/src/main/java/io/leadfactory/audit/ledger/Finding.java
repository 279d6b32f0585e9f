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
        /** The payload does not give its digest: a value was edited. */
        PAYLOAD,
        /** The event does not give its hash: it was edited, inserted, or put elsewhere. */
        HASH,
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
