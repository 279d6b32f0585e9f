package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.measure.IsolationMeasurement;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Renders a run as JSON for programs. Immutable.
 *
 * <p>The shape has a version, the member {@code schema}, and is described by the resource {@code
 * io/leadfactory/perf/report/report.schema.json} in JSON Schema 2020-12. Durations are whole nanoseconds in members that
 * end in {@code Nanos}; figures are in the unit that stands beside them; what is not a number is {@code null}.
 *
 * <p>The schema admits no member that it does not name, so that a misspelt one is found; hence a member more is a version
 * more. {@link MergeReports} reads this version alone.
 */
public final class JsonReport {
    /** The version of the shape that is written. */
    public static final int SCHEMA = 3;

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Creates the writer. */
    public JsonReport() {}

    /**
     * Renders a run.
     *
     * @param report the run
     * @return one JSON object, indented, with a line feed at its end
     */
    public String render(RunReport report) {
        StringWriter text = new StringWriter(16_384);
        DefaultPrettyPrinter indented = new DefaultPrettyPrinter();
        indented.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(indented);
            writeRun(json, report);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.append('\n').toString();
    }

    private static void writeRun(JsonGenerator json, RunReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("schema", SCHEMA);
        json.writeStringField("title", report.title());
        json.writeStringField("startedAt", report.startedAt().toString());
        json.writeNumberField("tookNanos", report.took().toNanos());
        json.writeStringField("verdict", report.verdict().name());
        json.writeObjectFieldStart("environment");
        for (Map.Entry<String, String> entry : report.environment().entries().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("groups");
        for (Map.Entry<String, String> group : report.groups().entrySet()) {
            json.writeStartObject();
            json.writeStringField("id", group.getKey());
            json.writeStringField("title", group.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("scenarios");
        for (ScenarioReport scenario : report.scenarios()) {
            writeScenario(json, scenario);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeScenario(JsonGenerator json, ScenarioReport scenario) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", scenario.id());
        json.writeStringField("group", scenario.group());
        json.writeStringField("title", scenario.title());
        json.writeStringField("verdict", scenario.verdict().name());
        json.writeNumberField("samples", scenario.samples());
        json.writeStringField("failure", scenario.failure());
        json.writeArrayFieldStart("advice");
        for (String sentence : scenario.advice()) {
            json.writeString(sentence);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("parts");
        for (Part part : scenario.parts()) {
            writePart(json, part);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writePart(JsonGenerator json, Part part) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", part.label());
        Optional<String> verdict = part.verdict().map(Enum::name);
        json.writeStringField("verdict", verdict.orElse(null));
        json.writeNumberField("samples", part.samples());
        json.writeArrayFieldStart("findings");
        for (Finding finding : part.findings()) {
            writeFinding(json, part, finding);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notes");
        for (String note : part.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeFieldName("measurement");
        MeasurementJson.write(json, part.measurement());
        json.writeFieldName("memory");
        MemoryJson.write(json, part.memory());
        json.writeFieldName("comparison");
        ComparisonJson.write(json, part.comparison());
        json.writeFieldName("scaling");
        ScalingJson.write(json, part.scaling());
        json.writeFieldName("brokenUse");
        writeUse(json, part.brokenUse());
        json.writeEndObject();
    }

    private static void writeUse(JsonGenerator json, IsolationMeasurement.@Nullable Use use) throws IOException {
        if (use == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberField("begun", use.begun());
        json.writeNumberField("failed", use.failed());
        // The type alone, as of all measured errors: a message may hold what is nobody's business.
        json.writeStringField("firstErrorType", Plain.type(use.firstError()));
        json.writeEndObject();
    }

    private static void writeFinding(JsonGenerator json, Part part, Finding finding) throws IOException {
        Limit limit = finding.limit();
        Figure figure = finding.figure();
        json.writeStartObject();
        json.writeStringField("metric", limit.metric().id());
        json.writeStringField("label", limit.metric().label());
        json.writeStringField("unit", limit.metric().unit().name());
        json.writeObjectFieldStart("limit");
        json.writeStringField("bound", limit.bound().name());
        json.writeNumberField("value", limit.value());
        json.writeEndObject();
        json.writeObjectFieldStart("figure");
        MeasurementJson.number(json, "value", figure.value());
        MeasurementJson.number(json, "low", figure.low());
        MeasurementJson.number(json, "high", figure.high());
        json.writeNumberField("samples", figure.samples());
        json.writeNumberField("confidence", figure.confidence());
        json.writeEndObject();
        json.writeStringField("verdict", part.verdict(finding).name());
        json.writeStringField("reason", finding.reason());
        json.writeEndObject();
    }
}
