package io.leadfactory.perf.run;

import io.leadfactory.perf.define.IsolationScenario;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.IsolationMeasurement.Use;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.TimeSource;
import java.util.Optional;

/** One run of an isolation scenario: three runs of the bystander in a row, beside the uses of what breaks. For one thread. */
final class IsolationRun {
    private static final int PHASES = 3;

    private final IsolationScenario scenario;
    private final TimeSource time;
    private final Progress progress;

    IsolationRun(IsolationScenario scenario, TimeSource time, Progress progress) {
        this.scenario = scenario;
        this.time = time;
        this.progress = progress;
    }

    IsolationMeasurement run() {
        Operation broken = scenario.broken();
        if (broken == null) {
            return run(Optional.empty());
        }
        BrokenUse use = new BrokenUse(scenario.brokenUsers(), scenario.brokenPause(), broken);
        use.start();
        try {
            return run(Optional.of(use));
        } finally {
            use.stop();
        }
    }

    private IsolationMeasurement run(Optional<BrokenUse> use) {
        Measurement before = bystander(0, scenario.bystander().warmUp());
        switchTo(scenario.faultBegin(), "begun");
        Measurement during;
        Optional<Use> seen;
        try {
            use.ifPresent(BrokenUse::faultBegan);
            during = bystander(1, WarmUp.none());
            // Before the fault ends, because the uses that hang in it come back then.
            seen = use.map(BrokenUse::faultEnds);
        } finally {
            switchTo(scenario.faultEnd(), "ended");
        }
        Measurement after = bystander(2, WarmUp.none());
        return new IsolationMeasurement(scenario.name(), before, during, after, seen);
    }

    private Measurement bystander(int phase, WarmUp warmUp) {
        return new ScenarioRun(
                        scenario.bystander(),
                        warmUp,
                        time,
                        (of, fraction) -> progress.progressed(of, (phase + fraction) / PHASES))
                .runAsPart();
    }

    private void switchTo(Operation operation, String what) {
        try {
            operation.run();
        } catch (Exception error) {
            throw new PerfException(
                    "the fault of scenario \"" + scenario.name() + "\" could not be " + what + ": " + error, error);
        }
    }
}
