package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.GcActivity;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a run cost beside time, its counters and its collections, as JSON and back. */
final class CostJson {
    private CostJson() {}

    static void write(JsonGenerator json, GcActivity gc) throws IOException {
        json.writeObjectFieldStart("gc");
        json.writeNumberField("collections", gc.collections());
        json.writeNumberField("timeNanos", gc.time().toNanos());
        json.writeNumberField("pauses", gc.pauses());
        json.writeNumberField("pauseTimeNanos", gc.pauseTime().toNanos());
        json.writeFieldName("longestPauseNanos");
        if (gc.longestPause().isPresent()) {
            json.writeNumber(gc.longestPause().get().toNanos());
        } else {
            json.writeNull();
        }
        json.writeEndObject();
    }

    static GcActivity gc(JsonTree json) {
        return new GcActivity(
                json.whole("collections"),
                nanos(json, "timeNanos"),
                json.whole("pauses"),
                nanos(json, "pauseTimeNanos"),
                json.has("longestPauseNanos") ? Optional.of(nanos(json, "longestPauseNanos")) : Optional.empty());
    }

    static void write(JsonGenerator json, Map<String, Count> counts) throws IOException {
        json.writeObjectFieldStart("counts");
        for (Map.Entry<String, Count> counter : counts.entrySet()) {
            Count count = counter.getValue();
            json.writeObjectFieldStart(counter.getKey());
            json.writeNumberField("total", count.total());
            json.writeNumberField("operations", count.operations());
            MeasurementJson.number(json, "perOperation", count.perOperation());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static Map<String, Count> counts(JsonTree json) {
        Map<String, Count> counts = new LinkedHashMap<>();
        for (String counter : json.names()) {
            JsonTree count = json.object(counter);
            counts.put(counter, new Count(count.whole("total"), count.whole("operations")));
        }
        return counts;
    }

    private static Duration nanos(JsonTree json, String name) {
        return Duration.ofNanos(json.whole(name));
    }
}
