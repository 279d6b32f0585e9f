package io.leadfactory.perf;

import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;

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
        return new MeasurementAssert(measurement);
    }

    /**
     * Begins assertions on what stayed in memory.
     *
     * @param trend what was measured
     * @return the assertions
     */
    public static MemoryTrendAssert assertThat(MemoryTrend trend) {
        return new MemoryTrendAssert(trend);
    }

    /**
     * Begins assertions on a comparison.
     *
     * @param pairs what was measured
     * @return the assertions
     */
    public static PairedMeasurementAssert assertThat(PairedMeasurement pairs) {
        return new PairedMeasurementAssert(pairs);
    }
}
