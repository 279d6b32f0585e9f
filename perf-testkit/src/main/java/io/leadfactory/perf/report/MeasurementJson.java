package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PercentilePoint;
import io.leadfactory.perf.measure.Slot;
import io.leadfactory.perf.measure.Trend;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what was measured, judged or not, as JSON. */
final class MeasurementJson {
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
        json.writeObjectFieldStart("gc");
        json.writeNumberField("collections", measurement.gc().collections());
        json.writeNumberField("timeNanos", measurement.gc().time().toNanos());
        json.writeEndObject();
        json.writeObjectFieldStart("warmUp");
        json.writeStringField("rule", measurement.warmUp().rule());
        json.writeNumberField("operations", measurement.warmUp().operations());
        json.writeNumberField("tookNanos", measurement.warmUp().took().toNanos());
        json.writeStringField("steadyState", measurement.warmUp().steadyState().name());
        json.writeEndObject();
        writeCurve(json, "percentileCurve", measurement.responseTime());
        json.writeArrayFieldStart("timeline");
        for (Slot slot : measurement.timeline()) {
            writeSlot(json, slot);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void write(JsonGenerator json, @Nullable MemoryTrend memory) throws IOException {
        if (memory == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("scenario", memory.scenario());
        json.writeNumberField("users", memory.users());
        json.writeStringField("startedAt", memory.startedAt().toString());
        json.writeNumberField("elapsedNanos", memory.elapsed().toNanos());
        json.writeNumberField("operations", memory.operations());
        json.writeNumberField("errors", memory.errors());
        json.writeNumberField("dropped", memory.dropped());
        writeTrend(json, "heap", memory.heap());
        writeTrend(json, "resident", memory.resident());
        json.writeArrayFieldStart("cycles");
        for (MemoryTrend.Cycle cycle : memory.cycles()) {
            json.writeStartObject();
            json.writeNumberField("offsetNanos", cycle.offset().toNanos());
            json.writeNumberField("operations", cycle.operations());
            json.writeNumberField("errors", cycle.errors());
            number(json, "heapBytes", cycle.heapBytes());
            number(json, "residentBytes", cycle.residentBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Writes a number, or null for what is none. */
    static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.writeNullField(name);
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumberField(name, (long) value);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static void writeFigures(JsonGenerator json, Measurement measurement) throws IOException {
        json.writeArrayFieldStart("figures");
        if (measurement.samples() > 0) {
            Distribution times = measurement.responseTime();
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
    }

    private static void figure(JsonGenerator json, Metric metric, double value) throws IOException {
        json.writeStartObject();
        json.writeStringField("metric", metric.id());
        number(json, "value", value);
        json.writeStringField("unit", metric.unit().name());
        json.writeEndObject();
    }

    private static void writeCurve(JsonGenerator json, String name, Distribution times) throws IOException {
        json.writeArrayFieldStart(name);
        for (PercentilePoint point : times.percentileCurve()) {
            json.writeStartObject();
            number(json, "percentile", point.percentile());
            number(json, "nanos", point.nanos());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeSlot(JsonGenerator json, Slot slot) throws IOException {
        json.writeStartObject();
        json.writeNumberField("offsetNanos", slot.offset().toNanos());
        json.writeNumberField("widthNanos", slot.width().toNanos());
        json.writeNumberField("count", slot.count());
        json.writeNumberField("errors", slot.errors());
        json.writeNumberField("meanNanos", slot.mean().toNanos());
        json.writeNumberField("maxNanos", slot.max().toNanos());
        json.writeEndObject();
    }

    private static void writeTrend(JsonGenerator json, String name, Trend trend) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("unit", Unit.BYTES.name());
        number(json, "slopePerCycle", trend.slope());
        number(json, "growth", trend.growth());
        number(json, "low", trend.growthLow());
        number(json, "high", trend.growthHigh());
        json.writeEndObject();
    }
}
