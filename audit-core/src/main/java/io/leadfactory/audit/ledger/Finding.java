package io.leadfactory.audit.ledger;

/**
 * One defect in a stored lane, with its evidence. Immutable.
 *
 * @param lane the lane
 * @param number the position in it, as it is stored
 * @param kind what is wrong, as far as the hashes tell
 * @param expected what an honest history has there
 * @param found what is there
 */
public record Finding(long lane, long number, Kind kind, String expected, String found) {

    /** What can be wrong. */
    public enum Kind {
        /** The event, or its hash, is not what was written. */
        EDITED,
        /** Events that were there are gone. */
        DELETED,
        /** An event is there that the ones around it know nothing of. */
        INSERTED,
        /** Two events have changed places. */
        SWAPPED,
        /** The event was written under another number. */
        RENUMBERED,
        /** There is neither a payload with its salt nor the digest of an erased one, or there is both. */
        PAYLOAD,
        /** The event's time is not the one in its identifier. */
        TIME,
        /** The event's step does not follow from its predecessor. */
        STEP,
        /** The event is keyed by an unknown key, or is not keyed where it must be. */
        KEY,
        /** The event is of a form that is not known. */
        FORM,
        /** The end of a lane that this process wrote is gone, or is another one. */
        END
    }

    /** The finding in one line. */
    @Override
    public String toString() {
        return "lane " + lane + ", event " + number + ": " + kind + " expected " + expected + ", found " + found;
    }
}
