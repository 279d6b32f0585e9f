package io.leadfactory.suite.benchmark.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.report.Environment;
import io.leadfactory.suite.benchmark.cost.Executions;
import io.leadfactory.suite.benchmark.cost.StoredBytes;
import io.leadfactory.suite.benchmark.judge.Bar;
import io.leadfactory.suite.benchmark.read.Export;
import io.leadfactory.suite.benchmark.read.Reading;
import io.leadfactory.suite.benchmark.statistic.Medians;
import io.leadfactory.suite.benchmark.statistic.RoundRatio;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.write.Cell;
import io.leadfactory.suite.benchmark.write.Sample;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All results as JSON; nanoseconds and bytes for a transaction, a figure that is not known is null. For one thread. */
public final class JsonFile {
    private static final int FORMAT = 1;

    private final JsonGenerator json;

    private JsonFile(JsonGenerator json) {
        this.json = json;
    }

    /** Writes everything. */
    public static void write(Writer out, Environment environment, Results results) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            new JsonFile(json).write(environment, results);
        }
    }

    private void write(Environment environment, Results results) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeObjectFieldStart("environment");
        for (Map.Entry<String, String> entry : environment.entries().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("bars");
        for (Bar bar : results.bars()) {
            json.writeStartObject();
            json.writeStringField("wanted", bar.wanted());
            json.writeStringField("verdict", bar.verdict().label());
            json.writeStringField("measured", bar.found());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("writes");
        for (Cell cell : results.cells()) {
            for (Variant variant : Variant.values()) {
                write(cell, variant);
            }
        }
        json.writeEndArray();
        executions(results.executions());
        stored(results.stored());
        readings(results.readings());
        exports(results.exports());
        json.writeEndObject();
    }

    private void write(Cell cell, Variant variant) throws IOException {
        List<Sample> samples = cell.samples(variant);
        if (samples.isEmpty()) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("database", cell.database());
        json.writeNumberField("threads", cell.threads());
        json.writeStringField("work", cell.work().label());
        json.writeStringField("variant", variant.label());
        json.writeNumberField("rounds", samples.size());
        figure("clientCpu", cell, variant, Sample::clientNanos);
        figure("backEndCpu", cell, variant, Sample::backEndNanos);
        figure("cpu", cell, variant, Sample::cpuNanos);
        figure("latency", cell, variant, Sample::latencyNanos);
        figure("duration", cell, variant, Sample::wallNanos);
        figure("allocatedBytes", cell, variant, Sample::allocatedBytes);
        json.writeEndObject();
    }

    private void figure(String name, Cell cell, Variant variant, ToDoubleFunction<Sample> figure) throws IOException {
        json.writeObjectFieldStart(name);
        number("median", Medians.of(cell.samples(variant), figure));
        if (variant != Variant.NONE) {
            ratio("toNone", RoundRatio.of(cell.samples(Variant.NONE), cell.samples(variant), figure));
        }
        json.writeEndObject();
    }

    private void ratio(String name, RoundRatio ratio) throws IOException {
        json.writeObjectFieldStart(name);
        number("value", ratio.value());
        number("low", ratio.low());
        number("high", ratio.high());
        json.writeEndObject();
    }

    private void executions(List<Executions> executions) throws IOException {
        json.writeArrayFieldStart("executions");
        for (Executions count : executions) {
            json.writeStartObject();
            json.writeStringField("database", count.database());
            json.writeStringField("variant", count.variant().label());
            json.writeStringField("work", count.work().label());
            json.writeNumberField("all", count.all());
            json.writeNumberField("selects", count.selects());
            json.writeNumberField("sequences", count.sequences());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void stored(List<StoredBytes> stored) throws IOException {
        json.writeArrayFieldStart("storedBytes");
        for (StoredBytes bytes : stored) {
            json.writeStartObject();
            json.writeStringField("variant", bytes.variant().label());
            json.writeStringField("work", bytes.work().label());
            number("perEvent", bytes.perEvent());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void readings(List<Reading> readings) throws IOException {
        json.writeArrayFieldStart("reads");
        for (Reading reading : readings) {
            json.writeStartObject();
            json.writeStringField("database", reading.database());
            json.writeStringField("query", reading.query().label());
            json.writeNumberField("events", reading.events());
            json.writeStringField("by", reading.who());
            number("median", reading.medianNanos());
            number("p95", reading.p95Nanos());
            json.writeNumberField("calls", reading.calls());
            ratio("toHand", reading.toHand());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void exports(List<Export> exports) throws IOException {
        json.writeArrayFieldStart("exports");
        for (Export export : exports) {
            json.writeStartObject();
            json.writeNumberField("wanted", export.wanted());
            json.writeNumberField("events", export.events());
            number("seconds", export.seconds());
            json.writeNumberField("heapMegabytes", export.heapMegabytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void number(String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }
}
