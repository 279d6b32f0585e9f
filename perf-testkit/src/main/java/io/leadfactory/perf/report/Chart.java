package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.measure.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** One drawing of a scenario: what the script draws, and the same as a sentence and a table for whoever cannot see it. */
interface Chart {
    /** Names how the script draws it. */
    String kind();

    /** Says what is seen, in a few words. */
    String caption();

    /** Says what there is to see in it. */
    String text();

    /** Returns its points, thinned out where there are many. */
    DataTable table();

    /** Writes the members of the object that the script draws from. */
    void writeMembers(JsonGenerator json) throws IOException;

    /** A part of a scenario that was timed, by the name that it has in a chart. */
    record Timed(String label, Part part, Measurement measurement) {}

    /** Returns everything there is to draw of a scenario, in the order in which it is shown. */
    static List<Chart> of(ScenarioReport scenario) {
        List<Chart> charts = new ArrayList<>();
        Stream.of(
                        CurveChart.of(scenario),
                        TimelineChart.of(scenario),
                        ScalingChart.of(scenario),
                        MemoryChart.of(scenario))
                .flatMap(Optional::stream)
                .forEach(charts::add);
        scenario.parts().forEach(part -> LawChart.of(scenario, part).ifPresent(charts::add));
        scenario.parts().forEach(part -> ComparisonChart.of(scenario, part).ifPresent(charts::add));
        HistoryChart.of(scenario).ifPresent(charts::add);
        return charts;
    }

    static List<Timed> timed(ScenarioReport scenario) {
        List<Timed> timed = new ArrayList<>();
        for (Part part : scenario.parts()) {
            Measurement measurement = part.measurement();
            if (measurement != null && measurement.samples() > 0) {
                timed.add(new Timed(label(scenario, part), part, measurement));
            }
        }
        return timed;
    }

    static String label(ScenarioReport scenario, Part part) {
        return Plain.line(part.label().isBlank() ? scenario.id() : part.label());
    }

    /** Writes a list of whole numbers; what is no number is null. */
    static <T> void writeWhole(JsonGenerator json, String name, List<T> points, ToDoubleFunction<T> figure)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T point : points) {
            double value = figure.applyAsDouble(point);
            if (Double.isFinite(value)) {
                json.writeNumber(Math.round(value));
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    /** Writes a list of numbers with about five digits; what is no number is null. */
    static <T> void writeNumbers(JsonGenerator json, String name, List<T> points, ToDoubleFunction<T> figure)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T point : points) {
            writeNumber(json, figure.applyAsDouble(point));
        }
        json.writeEndArray();
    }

    /** Writes a number with about five digits, or null for what is none. */
    static void writeNumber(JsonGenerator json, double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (Math.abs(value) >= 1e5 || value == Math.rint(value)) {
            json.writeNumber(Math.round(value));
        } else {
            double scale = Math.pow(10, 5 - Math.ceil(Math.log10(Math.abs(value))));
            json.writeNumber(Math.round(value * scale) / scale);
        }
    }
}
