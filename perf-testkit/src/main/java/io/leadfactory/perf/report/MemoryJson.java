package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.Leak;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import io.leadfactory.perf.measure.Trend;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stays in memory, as JSON and back. */
final class MemoryJson {
    private MemoryJson() {}

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
        write(json, "heap", memory.heap());
        write(json, "resident", memory.resident());
        write(json, memory.leak());
        json.writeArrayFieldStart("cycles");
        for (Cycle cycle : memory.cycles()) {
            json.writeStartObject();
            json.writeNumberField("offsetNanos", cycle.offset().toNanos());
            json.writeNumberField("operations", cycle.operations());
            json.writeNumberField("errors", cycle.errors());
            MeasurementJson.number(json, "heapBytes", cycle.heapBytes());
            MeasurementJson.number(json, "residentBytes", cycle.residentBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Trend trend) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("unit", Unit.BYTES.name());
        MeasurementJson.number(json, "slopePerCycle", trend.slope());
        MeasurementJson.number(json, "growth", trend.growth());
        MeasurementJson.number(json, "low", trend.growthLow());
        MeasurementJson.number(json, "high", trend.growthHigh());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Leak leak) throws IOException {
        json.writeObjectFieldStart("leak");
        MeasurementJson.number(json, "bytesPerOperation", leak.bytesPerOperation());
        MeasurementJson.number(json, "low", leak.low());
        MeasurementJson.number(json, "high", leak.high());
        MeasurementJson.number(json, "certainLow", leak.certainLow());
        MeasurementJson.number(json, "laterHalf", leak.laterHalf());
        json.writeNumberField("cycles", leak.cycles());
        json.writeEndObject();
    }

    /** Restores the cycles, from which everything else follows; the first errors themselves are not there. */
    static MemoryTrend read(JsonTree json) {
        List<Cycle> cycles = new ArrayList<>();
        for (JsonTree cycle : json.objects("cycles")) {
            cycles.add(new Cycle(
                    cycles.size(),
                    Duration.ofNanos(cycle.whole("offsetNanos")),
                    cycle.whole("operations"),
                    cycle.whole("errors"),
                    cycle.number("heapBytes"),
                    cycle.number("residentBytes")));
        }
        return new MemoryTrend(
                json.text("scenario"),
                (int) json.whole("users"),
                Instant.parse(json.text("startedAt")),
                Duration.ofNanos(json.whole("elapsedNanos")),
                cycles,
                (int) json.whole("dropped"),
                List.of());
    }
}
