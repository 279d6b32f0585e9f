package io.leadfactory.suite.benchmark.report;

import io.leadfactory.suite.benchmark.cost.Executions;
import io.leadfactory.suite.benchmark.cost.StoredBytes;
import io.leadfactory.suite.benchmark.judge.Bar;
import io.leadfactory.suite.benchmark.read.Reading;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The tables of what is counted, stored, read and judged. */
public final class OtherTables {
    private OtherTables() {}

    /** {@return the bars with their verdicts} */
    public static Table bars(List<Bar> bars) {
        Table table = new Table("Bars", List.of("audit-core, wanted", "verdict", "measured"));
        bars.forEach(bar -> table.row(List.of(bar.wanted(), bar.verdict().label(), bar.found())));
        return table;
    }

    /** {@return a row for each variant, a column for each kind of work} */
    public static Table executions(String database, List<Executions> executions) {
        List<String> head = new ArrayList<>(List.of("variant"));
        Arrays.stream(Work.values()).map(Work::label).forEach(head::add);
        Table table = new Table("JDBC executions of a warm transaction, " + database, head);
        for (Variant variant : Variant.values()) {
            List<String> row = new ArrayList<>(List.of(variant.label()));
            executions.stream()
                    .filter(count ->
                            count.variant() == variant && count.database().equals(database))
                    .forEach(count -> row.add(Integer.toString(count.all())));
            if (row.size() == head.size()) {
                table.row(row);
            }
        }
        return table;
    }

    /** {@return a row for each variant, a column for each kind of work} */
    public static Table stored(List<StoredBytes> stored) {
        Table table = new Table(
                "Stored bytes of an event with indexes, PostgreSQL",
                List.of("variant", "insert", "update", "delete", "mean"));
        for (Variant variant : Variant.values()) {
            List<Double> bytes = stored.stream()
                    .filter(one -> one.variant() == variant)
                    .map(StoredBytes::perEvent)
                    .toList();
            if (bytes.size() == Work.SINGLE.size()) {
                List<String> row = new ArrayList<>(List.of(variant.label()));
                bytes.forEach(one -> row.add(String.format(Locale.ROOT, "%.0f", one)));
                row.add(String.format(
                        Locale.ROOT,
                        "%.0f",
                        bytes.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(0)));
                table.row(row);
            }
        }
        return table;
    }

    /** {@return a row for each query and API} */
    public static Table readings(List<Reading> readings) {
        Table table = new Table(
                "Reads", List.of("database", "query", "events", "by", "median, ms", "P95, ms", "to hand", "calls"));
        for (Reading reading : readings) {
            table.row(List.of(
                    reading.database(),
                    reading.query().label(),
                    Integer.toString(reading.events()),
                    reading.who(),
                    String.format(Locale.ROOT, "%.3f", reading.medianNanos() / 1e6),
                    String.format(Locale.ROOT, "%.3f", reading.p95Nanos() / 1e6),
                    reading.toHand().shownWithInterval(),
                    Integer.toString(reading.calls())));
        }
        return table;
    }
}
