package io.leadfactory.suite.benchmark.report;

import io.leadfactory.suite.benchmark.statistic.Medians;
import io.leadfactory.suite.benchmark.statistic.RoundRatio;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.write.Cell;
import io.leadfactory.suite.benchmark.write.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/** The tables of the write side: a row for each cell, a column for each variant. */
public final class WriteTables {
    private WriteTables() {}

    /** {@return CPU time, latency, throughput and allocation} */
    public static List<Table> of(List<Cell> cells, List<Variant> variants) {
        return List.of(
                ratios(
                        "CPU time per transaction, client and back end, over no audit",
                        cells,
                        variants,
                        Sample::cpuNanos),
                ratios("Latency over no audit (median of a block)", cells, variants, Sample::latencyNanos),
                ratios("Duration at full load over no audit (1 / throughput)", cells, variants, Sample::wallNanos),
                ratios("Allocated bytes in the client over no audit", cells, variants, Sample::allocatedBytes),
                absolute("CPU time per transaction, us", cells, variants, Sample::cpuNanos, 1e3, "%.1f"),
                absolute("Allocated per transaction, KB", cells, variants, Sample::allocatedBytes, 1e3, "%.1f"));
    }

    /** {@return CPU time and latency without intervals, narrow enough for a console} */
    public static List<Table> compact(List<Cell> cells, List<Variant> variants) {
        return List.of(
                medians("CPU time over no audit, median of rounds", cells, variants, Sample::cpuNanos),
                medians("Latency over no audit, median of rounds", cells, variants, Sample::latencyNanos));
    }

    private static Table medians(
            String title, List<Cell> cells, List<Variant> variants, ToDoubleFunction<Sample> figure) {
        return table(
                title,
                cells,
                variants,
                (cell, variant) -> RoundRatio.of(cell.samples(Variant.NONE), cell.samples(variant), figure)
                        .shown());
    }

    private static Table ratios(
            String title, List<Cell> cells, List<Variant> variants, ToDoubleFunction<Sample> figure) {
        return table(title, cells, variants, (cell, variant) -> {
            RoundRatio ratio = RoundRatio.of(cell.samples(Variant.NONE), cell.samples(variant), figure);
            return variant == Variant.NONE ? "1" : ratio.shownWithInterval();
        });
    }

    private static Table absolute(
            String title,
            List<Cell> cells,
            List<Variant> variants,
            ToDoubleFunction<Sample> figure,
            double unit,
            String format) {
        return table(
                title,
                cells,
                variants,
                (cell, variant) ->
                        String.format(Locale.ROOT, format, Medians.of(cell.samples(variant), figure) / unit));
    }

    private static Table table(
            String title, List<Cell> cells, List<Variant> variants, BiFunction<Cell, Variant, String> shown) {
        List<String> head = new ArrayList<>(List.of("database", "threads", "work"));
        variants.forEach(variant -> head.add(variant.label()));
        Table table = new Table(title, head);
        for (Cell cell : Cell.firsts(cells)) {
            List<String> row = new ArrayList<>(List.of(
                    cell.database(),
                    Integer.toString(cell.threads()),
                    cell.work().label()));
            variants.forEach(variant -> row.add(shown.apply(heatOf(variant, cell, cells), variant)));
            table.row(row);
        }
        return table;
    }

    /** The first heat in which the variant took part. */
    private static Cell heatOf(Variant variant, Cell cell, List<Cell> cells) {
        return cells.stream()
                .filter(other -> other.isLike(cell) && !other.samples(variant).isEmpty())
                .findFirst()
                .orElse(cell);
    }
}
