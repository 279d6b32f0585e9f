package io.leadfactory.perf;

import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.MeasurementAssert;
import io.leadfactory.perf.judge.MemoryTrendAssert;
import io.leadfactory.perf.judge.PairedMeasurementAssert;
import io.leadfactory.perf.judge.RaceAssert;
import io.leadfactory.perf.judge.SoakAssert;
import io.leadfactory.perf.judge.SweepAssert;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

/**
 * Assertions that collect what is not met and tell it together, see {@link Perf#softly}. For one thread.
 */
public final class SoftPerfAssertions {
    private final List<Judgement> judgements = new ArrayList<>();

    /** Creates assertions of which none has been made. Who does so calls {@link #assertAll()} at the end. */
    public SoftPerfAssertions() {}

    /**
     * Begins assertions on a measurement.
     *
     * @param measurement what was measured
     * @return the assertions
     */
    public MeasurementAssert assertThat(Measurement measurement) {
        return MeasurementAssert.of(measurement, judgements::add);
    }

    /**
     * Begins assertions on what stayed in memory.
     *
     * @param trend what was measured
     * @return the assertions
     */
    public MemoryTrendAssert assertThat(MemoryTrend trend) {
        return MemoryTrendAssert.of(trend, judgements::add);
    }

    /**
     * Begins assertions on a soak.
     *
     * @param soak what was measured
     * @return the assertions
     */
    public SoakAssert assertThat(SoakMeasurement soak) {
        return SoakAssert.of(soak, judgements::add);
    }

    /**
     * Begins assertions on a comparison.
     *
     * @param pairs what was measured
     * @return the assertions
     */
    public PairedMeasurementAssert assertThat(PairedMeasurement pairs) {
        return PairedMeasurementAssert.of(pairs, judgements::add);
    }

    /**
     * Begins assertions on a sweep, at its highest number of users.
     *
     * @param sweep what was measured
     * @return the assertions
     */
    public SweepAssert assertThat(SweepMeasurement sweep) {
        return SweepAssert.of(sweep, judgements::add);
    }

    /**
     * Begins assertions on a hunt for a race.
     *
     * @param outcome what was found
     * @return the assertions
     */
    public RaceAssert assertThat(RaceOutcome outcome) {
        return RaceAssert.of(outcome, judgements::add);
    }

    /**
     * Tells everything that was not met so far.
     *
     * @throws AssertionFailedError with the facts on lines, if one limit is not met, or there was no assertion
     * @throws MultipleFailuresError with one such error each, if several are not
     */
    public void assertAll() {
        if (judgements.isEmpty()) {
            throw new AssertionFailedError(
                    "no limit was stated, so nothing was judged: call assertThat(..) on what softly(..) hands over");
        }
        List<AssertionFailedError> failures = judgements.stream()
                .flatMap(judgement -> judgement.failures().stream())
                .toList();
        if (failures.size() == 1) {
            throw failures.get(0);
        }
        if (!failures.isEmpty()) {
            throw new MultipleFailuresError(failures.size() + " limits are not met", failures);
        }
    }
}
