package io.leadfactory.perf.measure;

import java.util.Locale;

/**
 * By which clock two operations are compared, and why. Immutable.
 *
 * <p>The time that a thread was on a core is not lengthened by who else wants that core, so it is the better clock for code
 * that only computes; but it does not see waiting, for a lock, for a database, for another thread.
 *
 * @param clock the clock that the pairs are timed by
 * @param reason why, in one clause without a full stop
 * @param referenceWaiting which part of the reference's time it neither was on a core nor queued for one, from 0 to 1; not
 *     a number if that is unknown
 * @param candidateWaiting the same of the candidate
 */
public record ClockChoice(Clock clock, String reason, double referenceWaiting, double candidateWaiting) {
    /** What a block is timed by. */
    public enum Clock {
        /** The real time that passed. */
        WALL("wall time"),
        /** The time that the thread was on a core. */
        CPU("thread CPU time");

        private final String label;

        Clock(String label) {
            this.label = label;
        }

        /**
         * Returns how a person reads it.
         *
         * @return {@code "wall time"} or {@code "thread CPU time"}
         */
        public String label() {
            return label;
        }
    }

    /** An operation waits if more than this part of its time is neither on a core nor in the queue for one. */
    private static final double WAITS = 0.01;

    /**
     * Returns the wall clock.
     *
     * @param reason why
     * @return the choice, with waiting unknown
     */
    public static ClockChoice wall(String reason) {
        return new ClockChoice(Clock.WALL, reason, Double.NaN, Double.NaN);
    }

    /**
     * Chooses the clock.
     *
     * @param referenceWaiting which part of the reference's time it waited
     * @param candidateWaiting which part of the candidate's time it waited
     * @param how how the waiting was told from queueing for a core
     * @return CPU time if both wait for at most 1 % of their time, else wall time
     */
    public static ClockChoice of(double referenceWaiting, double candidateWaiting, String how) {
        double more = Math.max(referenceWaiting, candidateWaiting);
        if (Double.isNaN(more)) {
            return wall("how much the operations wait is unknown");
        }
        String waits = String.format(Locale.ROOT, "%.1f %% of its time (%s)", 100 * more, how);
        return more <= WAITS
                ? new ClockChoice(Clock.CPU, "no side waits for more than " + waits, referenceWaiting, candidateWaiting)
                : new ClockChoice(
                        Clock.WALL,
                        (referenceWaiting > candidateWaiting ? "the reference" : "the candidate") + " waits for "
                                + waits,
                        referenceWaiting,
                        candidateWaiting);
    }
}
