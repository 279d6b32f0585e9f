package io.leadfactory.perf.judge;

import java.util.Objects;

/**
 * One figure held against one limit. Immutable.
 *
 * @param limit what was wanted
 * @param figure what was measured, of the same metric
 * @param verdict whether the one holds the other
 * @param reason why, in one clause without a full stop; empty if the verdict is PASS and there is nothing to say
 */
public record Finding(Limit limit, Figure figure, Verdict verdict, String reason) {
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
}
