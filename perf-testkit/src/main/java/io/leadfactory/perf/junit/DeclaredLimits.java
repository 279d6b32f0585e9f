package io.leadfactory.perf.junit;

import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The limits that are stated beside a test, and what they judge: everything that its run has measured. For one thread. */
final class DeclaredLimits {
    private final PerfRun run;
    private final Limit[] limits;
    private final Set<String> taken = new HashSet<>();

    DeclaredLimits(PerfRun run, List<Limit> limits) {
        this.run = run;
        this.limits = limits.toArray(Limit[]::new);
    }

    /** Judges each measurement, and each sweep at its highest number of users, in a row or rows of its own. */
    void judge(List<Measurement> measured, List<SweepMeasurement> swept) {
        boolean single = measured.size() + swept.size() == 1;
        if (measured.isEmpty() && swept.isEmpty()) {
            throw new IllegalStateException("@Limits of " + run.name()
                    + " found nothing to judge: measure by the PerfRun, or make the body the operation by @Measured");
        }
        for (Measurement measurement : List.copyOf(measured)) {
            run.judge(label(single ? "" : measurement.scenario()), measurement, limits);
        }
        for (SweepMeasurement sweep : List.copyOf(swept)) {
            int most = sweep.curve().mostUsers();
            run.judge(label(single ? "" : sweep.scenario()), sweep, most, limits);
        }
    }

    private String label(String name) {
        String label = name;
        for (int i = 2; !taken.add(label); i++) {
            label = name + " " + i;
        }
        return label;
    }

    static void requireAny(String label, Limit... limits) {
        if (limits.length == 0) {
            throw new IllegalArgumentException(
                    "judging needs at least one limit: label \"" + label + "\"; use show(..) for what is not judged");
        }
    }
}
