package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.IsolationMeasurement.Use;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says when a bystander is isolated from another part's fault: its limits hold before, during and after the fault, and the
 * fault was really there. Thread-safe.
 */
public final class IsolationJudge {
    private static final String BEFORE = "before the fault";
    private static final String DURING = "during the fault";
    private static final String AFTER = "after the fault";

    private IsolationJudge() {}

    /**
     * Judges all phases together.
     *
     * @param isolation what was measured
     * @param limits limits on the kit's metrics of a measurement
     * @return the findings of each phase, whose reasons say which; and an INCONCLUSIVE one if the broken part was used and
     *     none of its uses failed during the fault
     * @throws IllegalArgumentException if a limit is on a metric that a measurement does not have
     */
    public static Judgement judge(IsolationMeasurement isolation, List<Limit> limits) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(findings(BEFORE, isolation.before(), limits));
        findings.addAll(findings(DURING, isolation.during(), limits));
        findings.addAll(findings(AFTER, isolation.after(), limits));
        unseen(isolation, limits).ifPresent(findings::add);
        List<Throwable> firstErrors = new ArrayList<>();
        if (!limits.isEmpty()) {
            firstErrors.addAll(isolation.before().firstErrors());
            firstErrors.addAll(isolation.during().firstErrors());
            firstErrors.addAll(isolation.after().firstErrors());
        }
        return new Judgement(isolation.scenario(), findings, facts(isolation), firstErrors);
    }

    /**
     * Judges each phase apart, as a report shows them.
     *
     * @param isolation what was measured
     * @param limits limits on the kit's metrics of a measurement
     * @return the judgements before, during and after the fault, in this order; that a fault was never seen is found during it
     * @throws IllegalArgumentException if a limit is on a metric that a measurement does not have
     */
    public static List<Judgement> phases(IsolationMeasurement isolation, List<Limit> limits) {
        List<Finding> during = new ArrayList<>(findings(DURING, isolation.during(), limits));
        unseen(isolation, limits).ifPresent(during::add);
        return List.of(
                phase(isolation, isolation.before(), findings(BEFORE, isolation.before(), limits)),
                new Judgement(
                        isolation.scenario(),
                        during,
                        facts(isolation),
                        isolation.during().firstErrors()),
                phase(isolation, isolation.after(), findings(AFTER, isolation.after(), limits)));
    }

    private static Judgement phase(IsolationMeasurement isolation, Measurement measurement, List<Finding> findings) {
        return new Judgement(isolation.scenario(), findings, Facts.of(measurement), measurement.firstErrors());
    }

    private static List<Finding> findings(String phase, Measurement measurement, List<Limit> limits) {
        if (limits.isEmpty()) {
            return List.of();
        }
        return Judge.judge(measurement, limits).findings().stream()
                .map(finding -> new Finding(
                        finding.limit(),
                        finding.figure(),
                        finding.verdict(),
                        finding.reason().isEmpty() ? phase : phase + ": " + finding.reason(),
                        finding.pValue()))
                .toList();
    }

    private static Optional<Finding> unseen(IsolationMeasurement isolation, List<Limit> limits) {
        return isolation
                .use()
                .filter(use -> !use.sawTheFault() && !limits.isEmpty())
                .map(use -> new Finding(
                        Limit.atLeast(Metric.BROKEN_USES, 1),
                        Figure.exact(Metric.BROKEN_USES, 0, use.begun()),
                        Verdict.INCONCLUSIVE,
                        "the fault was never seen, so nothing was isolated from it"));
    }

    private static Facts facts(IsolationMeasurement isolation) {
        Facts facts = Facts.of(isolation.during());
        if (isolation.use().isEmpty()) {
            return facts;
        }
        Use use = isolation.use().get();
        return Facts.none()
                .and(
                        "broken part",
                        Facts.count(use.failed()) + " of " + Facts.count(use.begun())
                                + " uses failed during the fault"
                                + (use.firstError().isEmpty() ? "" : ", the first with " + use.firstError()))
                .and(facts);
    }
}
