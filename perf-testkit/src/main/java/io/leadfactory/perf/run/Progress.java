package io.leadfactory.perf.run;

import java.util.function.Consumer;

/** Hands progress to a listener until it throws; then says so once and keeps silent. For one thread. */
final class Progress {
    private static final System.Logger LOG = System.getLogger("io.leadfactory.perf.run");

    private final ProgressListener listener;
    private final String scenario;
    private boolean broken;

    Progress(ProgressListener listener, String scenario) {
        this.listener = listener;
        this.scenario = scenario;
    }

    void started() {
        tell(to -> to.started(scenario));
    }

    void progressed(ProgressListener.Phase phase, double fraction) {
        tell(to -> to.progressed(scenario, phase, Math.max(0, Math.min(1, fraction))));
    }

    void finished() {
        tell(to -> to.finished(scenario));
    }

    private void tell(Consumer<ProgressListener> call) {
        if (broken) {
            return;
        }
        try {
            call.accept(listener);
        } catch (RuntimeException failure) {
            broken = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the progress listener failed in scenario \"" + scenario
                            + "\" and is not called again; the run goes on",
                    failure);
        }
    }
}
