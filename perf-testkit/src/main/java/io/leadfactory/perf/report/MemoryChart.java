package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What stays in memory after each cycle. */
record MemoryChart(String scenario, List<Watched> parts) implements Chart {
    /** A part whose memory was watched. */
    record Watched(String label, MemoryTrend trend) {}

    static Optional<Chart> of(ScenarioReport scenario) {
        List<Watched> watched = new ArrayList<>();
        for (Part part : scenario.parts()) {
            if (part.memory() != null) {
                watched.add(new Watched(Chart.label(scenario, part), part.memory()));
            }
        }
        return watched.isEmpty() ? Optional.empty() : Optional.of(new MemoryChart(scenario.id(), watched));
    }

    @Override
    public String kind() {
        return "memory";
    }

    @Override
    public String caption() {
        return parts.stream().anyMatch(part -> part.trend().dropped() > 0)
                ? "Memory after each cycle; the shaded cycles are not counted"
                : "Memory after each cycle";
    }

    @Override
    public String text() {
        return "Memory over the cycles of " + scenario + ". "
                + parts.stream()
                        .map(part -> part.label() + ": the heap grows by "
                                + bytes(part.trend().heap().slope()) + " per cycle, the resident set by "
                                + bytes(part.trend().resident().slope()))
                        .collect(Collectors.joining("; "));
    }

    @Override
    public DataTable table() {
        List<String> columns = new ArrayList<>(List.of("Cycle"));
        for (Watched part : parts) {
            String prefix = parts.size() == 1 ? "" : part.label() + ", ";
            columns.add(prefix + "heap after collection");
            columns.add(prefix + "resident set");
        }
        int longest = parts.stream()
                .mapToInt(part -> part.trend().cycles().size())
                .max()
                .orElse(0);
        return new DataTable(
                columns, IntStream.range(0, longest).mapToObj(this::row).toList());
    }

    private DataTable.Row row(int cycle) {
        List<String> cells = new ArrayList<>();
        for (Watched part : parts) {
            List<Cycle> cycles = part.trend().cycles();
            cells.add(cycle < cycles.size() ? bytes(cycles.get(cycle).heapBytes()) : ResultTable.NONE);
            cells.add(cycle < cycles.size() ? bytes(cycles.get(cycle).residentBytes()) : ResultTable.NONE);
        }
        return new DataTable.Row(Integer.toString(cycle + 1), cells);
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("parts");
        for (Watched part : parts) {
            json.writeStartObject();
            json.writeStringField("label", part.label());
            json.writeNumberField("dropped", part.trend().dropped());
            Chart.writeWhole(json, "heap", part.trend().cycles(), Cycle::heapBytes);
            Chart.writeWhole(json, "resident", part.trend().cycles(), Cycle::residentBytes);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String bytes(double bytes) {
        return Unit.BYTES.render(bytes);
    }
}
