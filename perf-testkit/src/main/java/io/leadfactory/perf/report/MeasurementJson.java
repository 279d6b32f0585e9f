package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.CorrectedTimes;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.PercentilePoint;
import io.leadfactory.perf.measure.Slot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Writes what was measured, judged or not, as JSON. */
final class MeasurementJson {
    static final Metric MIN = new Metric("min", "min", Unit.NANOSECONDS);

    private MeasurementJson() {}

    static void write(JsonGenerator json, @Nullable Measurement measurement) throws IOException {
        if (measurement == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("scenario", measurement.scenario());
        json.writeNumberField("users", measurement.users());
        json.writeBooleanField("virtual", measurement.virtual());
        json.writeStringField("loadModel", measurement.loadModel());
        json.writeStringField("startedAt", measurement.startedAt().toString());
        json.writeNumberField("elapsedNanos", measurement.elapsed().toNanos());
        json.writeNumberField("samples", measurement.samples());
        json.writeNumberField("errors", measurement.errors());
        json.writeNumberField("unexpectedErrors", measurement.unexpectedErrors());
        json.writeObjectFieldStart("errorsByType");
        for (Map.Entry<String, Long> type : measurement.errorsByType().entrySet()) {
            json.writeNumberField(type.getKey(), type.getValue());
        }
        json.writeEndObject();
        writeFigures(json, measurement);
        number(json, "cpuShare", measurement.cpuShare());
        number(json, "allocatedBytesPerOperation", measurement.allocatedBytesPerOperation());
        CostJson.write(json, measurement.counts());
        CostJson.write(json, measurement.gc());
        MachineJson.write(json, "machine", measurement.machine());
        writeCorrected(json, measurement.corrected());
        json.writeObjectFieldStart("warmUp");
        json.writeStringField("rule", measurement.warmUp().rule());
        json.writeNumberField("operations", measurement.warmUp().operations());
        json.writeNumberField("errors", measurement.warmUp().errors());
        json.writeNumberField("tookNanos", measurement.warmUp().took().toNanos());
        json.writeStringField("steadyState", measurement.warmUp().steadyState().name());
        json.writeEndObject();
        writeCurve(json, "percentileCurve", measurement.responseTime());
        writeTimeline(json, measurement.timeline());
        json.writeObjectFieldStart("operations");
        for (Map.Entry<String, Measurement> operation : measurement.operations().entrySet()) {
            json.writeFieldName(operation.getKey());
            write(json, operation.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes a number, or null for what is none. */
    static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        write(json, value);
    }

    private static void write(JsonGenerator json, double value) throws IOException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }

    private static void writeFigures(JsonGenerator json, Measurement measurement) throws IOException {
        json.writeArrayFieldStart("figures");
        if (measurement.samples() > 0) {
            Distribution times = measurement.responseTime();
            figure(json, MIN, (double) times.min().toNanos());
            figure(json, Metric.MEAN, times.meanNanos());
            figure(json, Metric.P50, times.percentileNanos(50));
            figure(json, Metric.P95, times.percentileNanos(95));
            figure(json, Metric.P99, times.percentileNanos(99));
            figure(json, Metric.MAX, times.maxNanos());
            figure(json, Metric.THROUGHPUT, measurement.throughput());
        }
        json.writeEndArray();
        if (measurement.serviceTime().isPresent()) {
            writeCurve(json, "serviceTimeCurve", measurement.serviceTime().get());
        }
        if (measurement.scheduleLag().isPresent()) {
            writeCurve(json, "scheduleLagCurve", measurement.scheduleLag().get());
        }
        if (measurement.generatorLateness().isPresent()) {
            writeCurve(
                    json,
                    "generatorLatenessCurve",
                    measurement.generatorLateness().get());
        }
    }

    private static void writeCorrected(JsonGenerator json, Optional<CorrectedTimes> corrected) throws IOException {
        json.writeFieldName("corrected");
        if (corrected.isEmpty()) {
            json.writeNull();
            return;
        }
        Distribution times = corrected.get().distribution();
        json.writeStartObject();
        number(json, "meanNanos", times.meanNanos());
        number(json, "p50Nanos", times.percentileNanos(50));
        number(json, "p95Nanos", times.percentileNanos(95));
        json.writeStringField("doubt", corrected.get().doubt().orElse(null));
        json.writeEndObject();
    }

    private static void figure(JsonGenerator json, Metric metric, double value) throws IOException {
        json.writeStartObject();
        json.writeStringField("metric", metric.id());
        number(json, "value", value);
        json.writeStringField("unit", metric.unit().name());
        json.writeEndObject();
    }

    private static void writeCurve(JsonGenerator json, String name, Distribution times) throws IOException {
        json.writeObjectFieldStart(name);
        List<PercentilePoint> curve = times.percentileCurve();
        numbers(json, "percentiles", curve, PercentilePoint::percentile);
        numbers(json, "nanos", curve, PercentilePoint::nanos);
        json.writeEndObject();
    }

    private static void writeTimeline(JsonGenerator json, List<Slot> slots) throws IOException {
        json.writeObjectFieldStart("timeline");
        numbers(json, "offsetNanos", slots, slot -> slot.offset().toNanos());
        numbers(json, "widthNanos", slots, slot -> slot.width().toNanos());
        numbers(json, "counts", slots, Slot::count);
        numbers(json, "errors", slots, Slot::errors);
        numbers(
                json,
                "meanNanos",
                slots,
                slot -> slot.count() == 0 ? Double.NaN : slot.mean().toNanos());
        numbers(
                json,
                "maxNanos",
                slots,
                slot -> slot.count() == 0 ? Double.NaN : slot.max().toNanos());
        json.writeEndObject();
    }

    static <T> void numbers(JsonGenerator json, String name, List<T> list, ToDoubleFunction<T> figure)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T element : list) {
            write(json, figure.applyAsDouble(element));
        }
        json.writeEndArray();
    }
}
