package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.List;

/**
 * When a comparison may stop: at one of a few looks that are planned before the first pair is timed. Immutable.
 *
 * <p>The ratio is looked at after a quarter, a half and the whole of the time that the warm-up leaves. Two
 * looks in turn that show clearly, and alike, on which side of the limit the ratio lies end the run, which is after half of
 * the time at the earliest: at the first look alone the compiler may have got further with one side than with the other,
 * and the same code looks slower than itself. What is ambiguous goes on. If the times were not steady when
 * the warm-up had used up its quarter of the budget, the first look is left out, and so is what was timed until then. Each look may be wrong
 * with a share of the whole error of 1 % ({@link #errorAt(int)}), by the spending function of Pocock's type of Lan and
 * DeMets (1983), {@code a ln(1 + (e - 1) t)}. The shares are added up without regard for how the looks depend on each
 * other, so all intervals of a run hold together at 99 %, whatever limit is asked of them afterwards. Of looks that fall due
 * at once only the last is taken. Saved jars, which are loaded several times, are looked at once, in the end, with the whole
 * error.
 *
 * @param limit the ratio of candidate to reference that the looks ask about; 1.05 for "not slower than 5 %"
 * @param slack by how much the interval's upper end may lie above the limit without keeping it from passing, in the
 *     ratio's unit
 * @param budget the longest time that warm-up and measuring take together, but for the pair, or the load of saved jars, that is
 *     under way
 */
public record SequentialPlan(double limit, double slack, Duration budget) {
    /** The share of runs whose intervals may miss the true ratio, over all looks together. */
    public static final double ERROR = 0.01;

    /** The shares of the measuring time after which the ratio is looked at. */
    public static final List<Double> LOOKS = List.of(0.25, 0.5, 1.0);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the limit is not positive, the slack negative or the budget not positive
     */
    public SequentialPlan {
        if (!(limit > 0) || Double.isInfinite(limit)) {
            throw new IllegalArgumentException("the limit of a ratio must be a positive number: " + limit);
        }
        if (!(slack >= 0) || Double.isInfinite(slack)) {
            throw new IllegalArgumentException("the slack of a ratio must be a number of at least 0: " + slack);
        }
        Rules.positive("budget", budget);
    }

    /**
     * Returns how much of the error a look may spend.
     *
     * @param look the look, from 0
     * @return the error of that look's interval, both sides together
     */
    public static double errorAt(int look) {
        return spent(LOOKS.get(look)) - (look == 0 ? 0 : spent(LOOKS.get(look - 1)));
    }

    private static double spent(double share) {
        return ERROR * Math.log1p((Math.E - 1) * share);
    }
}
