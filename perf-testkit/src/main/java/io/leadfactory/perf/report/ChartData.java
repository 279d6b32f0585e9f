package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PercentilePoint;
import io.leadfactory.perf.measure.Slot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the points that the page's charts draw, a scenario after the other. */
final class ChartData {
    private static final JsonFactory FACTORY = new JsonFactory();

    static {
        FACTORY.setCharacterEscapes(new InScript());
    }

    private ChartData() {}

    /** Returns JSON that can stand inside a script element. */
    static String render(RunReport report) {
        StringWriter text = new StringWriter(16_384);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartArray();
            for (ScenarioReport scenario : report.scenarios()) {
                write(json, scenario);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ScenarioReport scenario) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("p95Limits");
        for (Part part : scenario.parts()) {
            if (part.finding(Metric.P95).isPresent()) {
                json.writeNumber(part.finding(Metric.P95).get().limit().value());
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("curve");
        for (Part part : scenario.parts()) {
            Measurement measurement = part.measurement();
            if (measurement != null && measurement.samples() > 0) {
                writeCurve(json, label(scenario, part), measurement);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("timeline");
        for (Part part : scenario.parts()) {
            Measurement measurement = part.measurement();
            if (measurement != null && measurement.samples() > 0) {
                writeTimeline(json, label(scenario, part), measurement.timeline());
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("memory");
        for (Part part : scenario.parts()) {
            MemoryTrend memory = part.memory();
            if (memory != null) {
                writeMemory(json, label(scenario, part), memory);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeCurve(JsonGenerator json, String label, Measurement measurement) throws IOException {
        // On a scale of tails 100 % is infinitely far: the longest time stands where the rank before it ends.
        double last = 100 * (1 - 1.0 / Math.max(measurement.samples(), 2));
        List<PercentilePoint> curve = measurement.percentileCurve();
        List<PercentilePoint> drawn = new ArrayList<>(
                curve.stream().filter(point -> point.percentile() < last).toList());
        drawn.add(new PercentilePoint(last, curve.get(curve.size() - 1).nanos()));
        json.writeStartObject();
        json.writeStringField("label", label);
        json.writeArrayFieldStart("percentiles");
        for (PercentilePoint point : drawn) {
            json.writeNumber(point.percentile());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("nanos");
        for (PercentilePoint point : drawn) {
            json.writeNumber(Math.round(point.nanos()));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTimeline(JsonGenerator json, String label, List<Slot> slots) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", label);
        json.writeArrayFieldStart("offset");
        for (Slot slot : slots) {
            json.writeNumber(slot.offset().toNanos());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("mean");
        for (Slot slot : slots) {
            writeNumber(json, slot.count() == 0 ? Double.NaN : slot.mean().toNanos());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("max");
        for (Slot slot : slots) {
            writeNumber(json, slot.count() == 0 ? Double.NaN : slot.max().toNanos());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeMemory(JsonGenerator json, String label, MemoryTrend memory) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", label);
        json.writeNumberField("dropped", memory.dropped());
        json.writeArrayFieldStart("heap");
        for (MemoryTrend.Cycle cycle : memory.cycles()) {
            writeNumber(json, cycle.heapBytes());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("resident");
        for (MemoryTrend.Cycle cycle : memory.cycles()) {
            writeNumber(json, cycle.residentBytes());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String label(ScenarioReport scenario, Part part) {
        return Plain.line(part.label().isBlank() ? scenario.id() : part.label());
    }

    private static void writeNumber(JsonGenerator json, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            json.writeNumber(Math.round(value));
        }
    }

    /** Escapes what could end a script element or begin a comment in one. */
    private static final class InScript extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
            codes['<'] = CharacterEscapes.ESCAPE_STANDARD;
            codes['>'] = CharacterEscapes.ESCAPE_STANDARD;
            codes['&'] = CharacterEscapes.ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return character == 0x2028 || character == 0x2029
                    ? new SerializedString(String.format("\\u%04x", character))
                    : null;
        }
    }
}
