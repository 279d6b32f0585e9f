package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.IsolationMeasurement.Use;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.List;

/** When a bystander is isolated: its limits hold in each phase, and the fault was really there. */
final class IsolationRule {
    private IsolationRule() {}

    static Judgement judge(IsolationMeasurement isolation, List<Limit> limits) {
        List<Finding> findings = new ArrayList<>();
        List<Throwable> firstErrors = new ArrayList<>();
        add(findings, firstErrors, "before the fault", isolation.before(), limits);
        add(findings, firstErrors, "during the fault", isolation.during(), limits);
        add(findings, firstErrors, "after the fault", isolation.after(), limits);
        Facts facts = Facts.of(isolation.during());
        if (isolation.use().isPresent()) {
            Use use = isolation.use().get();
            facts = Facts.none()
                    .and(
                            "broken part",
                            Facts.count(use.failed()) + " of " + Facts.count(use.begun())
                                    + " uses failed during the fault"
                                    + (use.firstError().isEmpty() ? "" : ", the first with " + use.firstError()))
                    .and(facts);
            if (!use.sawTheFault() && !limits.isEmpty()) {
                findings.add(new Finding(
                        Limit.atLeast(Metric.BROKEN_USES, 1),
                        Figure.exact(Metric.BROKEN_USES, 0, use.begun()),
                        Verdict.INCONCLUSIVE,
                        "the fault was never seen, so nothing was isolated from it"));
            }
        }
        return new Judgement(isolation.scenario(), findings, facts, firstErrors);
    }

    private static void add(
            List<Finding> findings,
            List<Throwable> firstErrors,
            String phase,
            Measurement measurement,
            List<Limit> limits) {
        if (limits.isEmpty()) {
            return;
        }
        for (Finding finding : Judge.judge(measurement, limits).findings()) {
            findings.add(new Finding(
                    finding.limit(),
                    finding.figure(),
                    finding.verdict(),
                    finding.reason().isEmpty() ? phase : phase + ": " + finding.reason(),
                    finding.pValue()));
        }
        firstErrors.addAll(measurement.firstErrors());
    }
}
