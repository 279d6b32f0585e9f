package io.leadfactory.perf.judge;

import java.util.Objects;

/**
 * One figure held against one limit. Immutable.
 *
 * @param limit what was wanted
 * @param figure what was measured, of the same metric
 * @param verdict whether the one holds the other
 * @param reason why, in one clause without a full stop; empty if the verdict is PASS and there is nothing to say
 * @param pValue how likely a figure so far beyond the limit is if the system keeps the limit; not a number for a figure
 *     without an interval, which is no matter of chance
 */
public record Finding(Limit limit, Figure figure, Verdict verdict, String reason, double pValue) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if figure and limit are of two metrics, or a verdict other than PASS has no reason
     */
    public Finding {
        Objects.requireNonNull(verdict, "verdict");
        if (!limit.metric().equals(figure.metric())) {
            throw new IllegalArgumentException("a limit on " + limit.metric().id() + " cannot judge a figure of "
                    + figure.metric().id());
        }
        if (verdict != Verdict.PASS && reason.isBlank()) {
            throw new IllegalArgumentException("a verdict of " + verdict + " needs a reason: "
                    + limit.metric().id());
        }
    }

    /**
     * Makes a finding whose p-value follows from the figure's interval.
     *
     * @param limit what was wanted
     * @param figure what was measured, of the same metric
     * @param verdict whether the one holds the other
     * @param reason why
     */
    public Finding(Limit limit, Figure figure, Verdict verdict, String reason) {
        this(limit, figure, verdict, reason, Significance.byInterval(figure, limit));
    }

    /**
     * Returns whether chance has a part in the finding.
     *
     * @return true if the figure has an interval
     */
    public boolean isStatistical() {
        return !Double.isNaN(pValue);
    }

    Finding withPValue(double other) {
        return new Finding(limit, figure, verdict, reason, other);
    }
}
