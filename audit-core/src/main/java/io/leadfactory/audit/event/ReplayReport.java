package io.leadfactory.audit.event;

/**
 * What a replay of the spool did. Immutable.
 *
 * @param stored events that are in the trail now
 * @param known events that were in the trail already: the last replay died before it could write that down
 * @param dropped events whose transactions came to nothing after all
 * @param waiting events that wait: their transaction has not ended, or the database refused them
 */
public record ReplayReport(int stored, int known, int dropped, int waiting) {

    /** {@return whether nothing is left to do} */
    public boolean isComplete() {
        return waiting == 0;
    }
}
