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
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

/** Assertions on measurements that read as sentences and fail with the facts. Thread-safe. */
public final class PerfAssertions {
    private PerfAssertions() {}

    /**
     * Begins assertions on a measurement.
     *
     * @param measurement what was measured
     * @return the assertions
     */
    public static MeasurementAssert assertThat(Measurement measurement) {
        return MeasurementAssert.of(measurement, Judgement::assertPassed);
    }

    /**
     * Begins assertions on a sweep, at its highest number of users.
     *
     * @param sweep what was measured
     * @return the assertions
     */
    public static SweepAssert assertThat(SweepMeasurement sweep) {
        return SweepAssert.of(sweep, Judgement::assertPassed);
    }

    /**
     * Begins assertions on what stayed in memory.
     *
     * @param trend what was measured
     * @return the assertions
     */
    public static MemoryTrendAssert assertThat(MemoryTrend trend) {
        return MemoryTrendAssert.of(trend, Judgement::assertPassed);
    }

    /**
     * Makes assertions that do not end at the first failure: every limit that is not met is told together.
     *
     * @param assertions makes them on what it is given
     * @throws AssertionFailedError with the facts on lines, if one limit is not met
     * @throws MultipleFailuresError with one such error each, if several are not
     */
    public static void softly(Consumer<SoftPerfAssertions> assertions) {
        SoftPerfAssertions soft = new SoftPerfAssertions();
        assertions.accept(soft);
        soft.assertAll();
    }

    /**
     * Begins assertions on a soak.
     *
     * @param soak what was measured
     * @return the assertions
     */
    public static SoakAssert assertThat(SoakMeasurement soak) {
        return SoakAssert.of(soak, Judgement::assertPassed);
    }

    /**
     * Begins assertions on a comparison.
     *
     * @param pairs what was measured
     * @return the assertions
     */
    public static PairedMeasurementAssert assertThat(PairedMeasurement pairs) {
        return PairedMeasurementAssert.of(pairs, Judgement::assertPassed);
    }

    /**
     * Begins assertions on a hunt for a race.
     *
     * @param outcome what was found
     * @return the assertions
     */
    public static RaceAssert assertThat(RaceOutcome outcome) {
        return RaceAssert.of(outcome, Judgement::assertPassed);
    }
}
