package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The times over the run, slice by slice, with the slices in which operations failed. */
record TimelineChart(String scenario, List<Timed> parts) implements Chart {
    private static final int ROWS = 8;

    static Optional<Chart> of(ScenarioReport scenario) {
        List<Timed> timed = Chart.timed(scenario);
        return timed.isEmpty() ? Optional.empty() : Optional.of(new TimelineChart(scenario.id(), timed));
    }

    @Override
    public String kind() {
        return "timeline";
    }

    @Override
    public String caption() {
        return errors() == 0 ? "Time over the run" : "Time over the run; red marks below are slices with errors";
    }

    @Override
    public String text() {
        return "Timeline of " + scenario + ". "
                + parts.stream()
                        .map(part -> part.label() + ": mean "
                                + time(part.measurement().responseTime().meanNanos()) + " over "
                                + time(part.measurement().elapsed().toNanos()))
                        .collect(Collectors.joining("; "))
                + (errors() == 0 ? "" : "; " + errors() + " errors");
    }

    /** Joins neighbouring slices, so that each part has at most eight rows; of many parts only the last is listed. */
    @Override
    public DataTable table() {
        Timed part = parts.get(parts.size() - 1);
        List<Slot> slots = part.measurement().timeline();
        int width = Math.max(1, (slots.size() + ROWS - 1) / ROWS);
        List<DataTable.Row> rows = new ArrayList<>();
        for (int from = 0; from < slots.size(); from += width) {
            List<Slot> joined = slots.subList(from, Math.min(slots.size(), from + width));
            long count = joined.stream().mapToLong(Slot::count).sum();
            double sum = joined.stream()
                    .mapToDouble(slot -> slot.count() * (double) slot.mean().toNanos())
                    .sum();
            long max = joined.stream()
                    .mapToLong(slot -> slot.max().toNanos())
                    .max()
                    .orElse(0);
            rows.add(new DataTable.Row(
                    "from " + time(joined.get(0).offset().toNanos()),
                    List.of(
                            count(count),
                            count(joined.stream().mapToLong(Slot::errors).sum()),
                            time(count == 0 ? Double.NaN : sum / count),
                            count == 0 ? ResultTable.NONE : time(max))));
        }
        String named = parts.size() == 1 ? "Slice" : "Slice, " + part.label();
        return new DataTable(List.of(named, "Operations", "Errors", "Mean", "Longest"), rows);
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("parts");
        for (Timed part : parts) {
            List<Slot> slots = part.measurement().timeline();
            json.writeStartObject();
            json.writeStringField("label", part.label());
            json.writeNumberField(
                    "width", slots.isEmpty() ? 0 : slots.get(0).width().toNanos());
            Chart.writeWhole(
                    json,
                    "mean",
                    slots,
                    slot -> slot.count() == 0 ? Double.NaN : slot.mean().toNanos());
            if (parts.size() == 1) {
                Chart.writeWhole(
                        json,
                        "max",
                        slots,
                        slot -> slot.count() == 0 ? Double.NaN : slot.max().toNanos());
            }
            json.writeArrayFieldStart("errors");
            for (int i = 0; i < slots.size(); i++) {
                if (slots.get(i).errors() > 0) {
                    json.writeNumber(i);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private long errors() {
        return parts.stream().mapToLong(part -> part.measurement().errors()).sum();
    }

    private static String time(double nanos) {
        return Unit.NANOSECONDS.render(nanos);
    }

    private static String time(long nanos) {
        return time((double) nanos);
    }

    private static String count(long number) {
        return Unit.COUNT.render((double) number);
    }
}
