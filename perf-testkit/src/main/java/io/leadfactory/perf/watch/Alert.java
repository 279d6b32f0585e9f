package io.leadfactory.perf.watch;

import java.time.Duration;
import java.time.Instant;

/**
 * A threshold was crossed, or is back. Immutable.
 *
 * @param threshold the threshold
 * @param raised true if it was crossed, false for the all-clear
 * @param value the figure over the window, in its unit
 * @param samples on how many operations it rests
 * @param window how long the window is
 * @param at when it was seen
 */
public record Alert(Threshold threshold, boolean raised, double value, long samples, Duration window, Instant at) {
    /**
     * Says it in a sentence.
     *
     * @return what is watched, what it is, what it must keep to, and what it rests on
     */
    public String message() {
        String bound = threshold.figure() == Threshold.Figure.THROUGHPUT ? "at least " : "at most ";
        return (raised ? "ALERT: " : "all clear: ") + threshold.subject() + " is " + threshold.render(value) + ", "
                + bound + threshold.render(threshold.limit()) + " is wanted (" + samples + " samples in the last "
                + window.toSeconds() + " s)";
    }
}
