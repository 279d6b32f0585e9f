package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.measure.Loads;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import java.util.List;
import java.util.Optional;

/**
 * Holds the ratio of a comparison against limits. Thread-safe.
 *
 * <p>The rule, said for "not slower than": FAIL if the whole interval of the ratio is above the limit; PASS if the whole
 * interval is at or below it, or passes it by no more than the plan's slack; else INCONCLUSIVE. Where there was a plan the
 * latest pairs have to say the same as all of them, or a change during the run (code that was compiled late, a cache that
 * filled) would be taken for a difference between the sides: that is INCONCLUSIVE, too.
 */
public final class ComparisonJudge {
    private ComparisonJudge() {}

    /**
     * Judges a comparison.
     *
     * @param pairs what was measured
     * @param limits limits on {@link Metric#OVERHEAD}
     * @return one finding for each limit, in their order
     * @throws IllegalArgumentException if a limit is on another metric, or there are fewer than 20 pairs and no plan
     */
    public static Judgement judge(PairedMeasurement pairs, Limit... limits) {
        Figure ratio = Ratio.of(pairs);
        List<Finding> findings =
                List.of(limits).stream().map(limit -> find(pairs, ratio, limit)).toList();
        return new Judgement(pairs.scenario(), findings, Facts.of(pairs), List.of());
    }

    private static Finding find(PairedMeasurement pairs, Figure ratio, Limit limit) {
        if (!limit.metric().equals(Metric.OVERHEAD)) {
            throw new IllegalArgumentException("a comparison has no metric \""
                    + limit.metric().id() + "\": known is " + Metric.OVERHEAD.id()
                    + ", the median of the sides' ratios, which says nothing of tails; measure the operation by a Scenario"
                    + " and limit the metric itself");
        }
        if (Double.isNaN(ratio.value())) {
            return new Finding(limit, ratio, Verdict.INCONCLUSIVE, unknown(pairs));
        }
        Finding finding = Significance.of(pairs, Judge.judge(ratio, limit));
        if (pairs.looks().isEmpty()) {
            return finding.verdict() == Verdict.INCONCLUSIVE
                    ? inconclusive(finding, more(pairs, "take more pairs(..)"))
                    : finding;
        }
        SequentialPlan plan = pairs.plan().orElseThrow();
        Look last = pairs.looks().get(pairs.looks().size() - 1);
        boolean upper = limit.bound() == Limit.Bound.BELOW || limit.bound() == Limit.Bound.AT_MOST;
        double slack = upper ? plan.slack() : 0;
        if (finding.verdict() == Verdict.INCONCLUSIVE && slack > 0 && last.isBelow(limit.value(), slack)) {
            return new Finding(
                    limit, ratio, Verdict.PASS, "the interval passes the limit within the slack of " + slack);
        }
        if (finding.verdict() == Verdict.INCONCLUSIVE) {
            return inconclusive(
                    finding,
                    more(pairs, "raise budget(..) above " + plan.budget().toMillis() + " ms")
                            + ", or state a slack(..) if the ratio may lie on the limit itself");
        }
        boolean freshHolds = limit.bound().holds(last.fresh(), limit.value() + slack);
        if (freshHolds != (finding.verdict() == Verdict.PASS)) {
            String latest = pairs.loads().areSeveral() ? "loads" : "pairs";
            return new Finding(
                    limit,
                    ratio,
                    Verdict.INCONCLUSIVE,
                    "the ratio changed during the run, the latest " + latest + " alone say "
                            + Unit.RATIO.render(last.fresh()) + ": raise warmUp(..) or budget(..)");
        }
        return finding;
    }

    private static Finding inconclusive(Finding finding, String advice) {
        Figure ratio = finding.figure();
        return new Finding(
                finding.limit(),
                ratio,
                Verdict.INCONCLUSIVE,
                "the " + ratio.renderInterval() + " holds the limit "
                        + finding.limit().render() + ": " + advice);
    }

    /** More pairs of the same loads do not tell what the compiler makes of others. */
    private static String more(PairedMeasurement pairs, String otherwise) {
        Loads loads = pairs.loads();
        if (!loads.areSeveral()
                || (loads.pairs().size() < loads.asked() && pairs.plan().isPresent())) {
            return otherwise;
        }
        if (loads.oneSided()) {
            return "let the class path's side be loaded as often, by SavedJar.ofClassPath(..), because the interval allows"
                    + " for what the compiler made of it this once";
        }
        return "raise loads(..) above " + loads.asked()
                + pairs.plan()
                        .map(plan -> " and budget(..) above " + plan.budget().toMillis() + " ms")
                        .orElse(
                                4 * loads.asked() > pairs.pairs().size()
                                        ? " and pairs(..) above "
                                                + pairs.pairs().size()
                                        : "");
    }

    private static String unknown(PairedMeasurement pairs) {
        Optional<SequentialPlan> plan = pairs.plan();
        if (pairs.loads().areSeveral() && pairs.loads().pairs().size() < Comparison.FEWEST_LOADS) {
            return tooFew(pairs.loads(), plan);
        }
        int number = pairs.pairs().size();
        int needed = 2 * Comparison.FEWEST_PAIRS;
        if (plan.isPresent() && number < needed && !pairs.loads().areSeveral()) {
            return "the budget of " + plan.get().budget().toMillis() + " ms was enough for " + number + " pairs, "
                    + needed + " are needed: raise budget(..) or make the operation shorter";
        }
        return "a block was too short for the clock: raise block(..)";
    }

    private static String tooFew(Loads loads, Optional<SequentialPlan> plan) {
        return loads.pairs().size() + " of " + loads.asked() + " loads of the saved jars count, "
                + Comparison.FEWEST_LOADS + " are needed"
                + (loads.unsteady() == 0
                        ? ""
                        : ", and of " + loads.unsteady() + " the times still changed after the warm-up")
                + ": "
                + plan.map(it -> "raise budget(..) above " + it.budget().toMillis() + " ms")
                        .orElse("raise warmUp(..)")
                + " or make the operation shorter";
    }
}
