package io.leadfactory.budget.reserve;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to hear of a budget beyond lines that are reached, overruns, and refusals from the warn line on.
 * Thread-safe. It is a field that every call reads, so that calls which nobody needs to hear of pass in silence.
 */
public final class Attention {
    /** How much is heard. */
    public enum Level {
        /** Only the above. */
        LINES,
        /** Every end of a hold, too, and no refusals: money that comes back is awaited. */
        ENDS,
        /** Everything. */
        ALL
    }

    /** Always. */
    static final Attention TO_ALL = new Attention();

    static {
        TO_ALL.set(Level.ALL);
    }

    private volatile Level level = Level.LINES;

    @SuppressWarnings("UnusedVariable") // it is there to be held, not to be read
    private volatile @Nullable Object kept;

    Attention() {}

    /**
     * Sets how much is heard. What changed an account before it is set may not be told: look at the account afterwards.
     *
     * @param level how much is heard
     */
    public void set(Level level) {
        this.level = level;
    }

    /**
     * Keeps something in memory for as long as the budget is at hand.
     *
     * @param what such as who sets this
     */
    public void keep(Object what) {
        kept = what;
    }

    /** Whether everything is heard. */
    boolean isToAll() {
        return level == Level.ALL;
    }

    /** Whether ends of holds are heard. */
    boolean isToEnds() {
        return level != Level.LINES;
    }

    Level level() {
        return level;
    }
}
