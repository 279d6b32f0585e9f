package io.leadfactory.perf.machine;

import java.util.List;
import java.util.Locale;

/**
 * Whether a machine was quiet enough for absolute times when it was looked at. Immutable. Unknown is not a number.
 *
 * @param state fit or not, or nobody looked
 * @param reasons why it is unfit, a clause each; empty otherwise
 * @param spread how much longer the longest round of the same work took than the shortest, 0.05 for 5 %
 * @param pressure the share of the last ten seconds in which somebody waited for a core
 * @param stealShare the share of the cores' time that a hypervisor took
 * @param rulerNanos how long one step of the fixed work takes, which tells how fast the machine is
 */
public record Fitness(
        State state, List<String> reasons, double spread, double pressure, double stealShare, double rulerNanos) {
    /** What was found. */
    public enum State {
        /** Quiet enough. */
        FIT,
        /** Too much else was going on. */
        UNFIT,
        /** Nobody looked. */
        NOT_CHECKED
    }

    /** Copies the reasons. */
    public Fitness {
        reasons = List.copyOf(reasons);
    }

    /**
     * Returns the fitness of a machine that nobody looked at.
     *
     * @return all unknown
     */
    public static Fitness notChecked() {
        return new Fitness(State.NOT_CHECKED, List.of(), Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * Returns whether absolute times that are too long may be the machine's.
     *
     * @return true if it was looked at and is unfit
     */
    public boolean isUnfit() {
        return state == State.UNFIT;
    }

    /**
     * Says what was found.
     *
     * @return one line, as "unfit: the same work took up to 64 % longer (ruler 1.23 ns)"
     */
    public String sentence() {
        return switch (state) {
            case NOT_CHECKED -> "not checked";
            case FIT ->
                String.format(
                        Locale.ROOT, "fit: the same work varies by %.1f %% (ruler %.3f ns)", 100 * spread, rulerNanos);
            case UNFIT ->
                String.format(Locale.ROOT, "unfit: %s (ruler %.3f ns)", String.join(", ", reasons), rulerNanos);
        };
    }
}
