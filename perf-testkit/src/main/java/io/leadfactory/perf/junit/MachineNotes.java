package io.leadfactory.perf.junit;

import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.machine.MachineUse;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a report has to know of the machine beside a measurement. */
final class MachineNotes {
    /** Below this share of the users' time a correction changes nothing that is worth a line. */
    private static final double WORTH_TELLING = 0.01;

    private MachineNotes() {}

    static List<String> of(Measurement measurement) {
        MachineUse machine = measurement.machine();
        List<String> notes = new ArrayList<>();
        if (machine.wasTheLimit() || !machine.disturbances().isEmpty()) {
            notes.add(machine.sentence());
        }
        if (machine.lostShare() >= WORTH_TELLING) {
            measurement.correctedResponseTime().ifPresent(corrected -> {
                Distribution raw = measurement.responseTime();
                notes.add("without what other processes took: mean "
                        + Unit.NANOSECONDS.render(corrected.meanNanos())
                        + ", P95 "
                        + Unit.NANOSECONDS.render(corrected.percentileNanos(95))
                        + "; raw: mean "
                        + Unit.NANOSECONDS.render(raw.meanNanos())
                        + ", P95 "
                        + Unit.NANOSECONDS.render(raw.percentileNanos(95)));
            });
        }
        return notes;
    }
}
