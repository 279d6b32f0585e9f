package io.leadfactory.perf.measure;

import java.util.List;

/**
 * How often the code of a comparison was loaded, and which pairs each load gave. Immutable.
 *
 * @param pairs how many of the pairs each load gave that counts, in the order of time
 * @param asked how many loads there should have been; 1 if nothing was to be loaded anew
 * @param unsteady how many loads were left out, because their times still changed when their warm-up had to end, or the
 *     compiler was at work while they were timed
 * @param oneSided whether one side alone was loaded anew, because the other is of the class path
 */
public record Loads(List<Integer> pairs, int asked, int unsteady, boolean oneSided) {
    /** Copies the list. */
    public Loads {
        pairs = List.copyOf(pairs);
    }

    /**
     * Returns the one load of a comparison that loads nothing anew.
     *
     * @param pairs how many pairs it gave
     * @return the load
     */
    public static Loads once(int pairs) {
        return new Loads(List.of(pairs), 1, 0, false);
    }

    /**
     * Returns whether the code was to be loaded several times, so that the loads count and not the pairs.
     *
     * @return true if it was
     */
    public boolean areSeveral() {
        return asked > 1;
    }
}
