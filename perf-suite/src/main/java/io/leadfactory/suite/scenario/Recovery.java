package io.leadfactory.suite.scenario;

import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.contract.SuiteMetric;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how long after an error the next operation has succeeded, over and over. For one thread.
 *
 * <p>The failing operation is not timed. The time runs from the moment at which the caller has the error to the moment
 * at which an operation has succeeded; one that needs a second try counts as not recovered.
 */
final class Recovery {
    private static final int WARM_UP = 10;
    private static final int SAMPLES = 80;
    private static final int TRIES = 20;

    private final AtomicLong late = new AtomicLong();
    private final AtomicLong succeeded = new AtomicLong();

    /** Judges the recovery of {@code next} after {@code failing}, which must fail each time. */
    void measure(Bench bench, String scenario, String label, Operation failing, Operation next) {
        Measurement measurement = bench.measure(Scenario.named(scenario + " " + label)
                .prepare(() -> requireFailure(label, failing))
                .operation(() -> recover(next))
                .warmUp(WarmUp.iterations(WARM_UP))
                .iterations(SAMPLES)
                .build());

        bench.judge(label, measurement);
        bench.judge(label, SuiteMetric.NOT_RECOVERED, late.get(), measurement.samples());
    }

    /** How many operations have succeeded so far, the warm-up included. */
    long succeeded() {
        return succeeded.get();
    }

    private static void requireFailure(String label, Operation failing) {
        try {
            failing.run();
        } catch (Exception expected) {
            return;
        }
        throw new IllegalStateException("the operation under \"" + label + "\" must fail, but succeeded");
    }

    private void recover(Operation next) throws Exception {
        for (int failed = 0; ; failed++) {
            try {
                next.run();
                succeeded.incrementAndGet();
                return;
            } catch (Exception e) {
                if (failed == 0) {
                    late.incrementAndGet();
                }
                if (failed == TRIES) {
                    throw e;
                }
            }
        }
    }
}
