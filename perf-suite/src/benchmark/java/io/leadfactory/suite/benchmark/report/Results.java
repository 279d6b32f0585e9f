package io.leadfactory.suite.benchmark.report;

import io.leadfactory.suite.benchmark.cost.Executions;
import io.leadfactory.suite.benchmark.cost.StoredBytes;
import io.leadfactory.suite.benchmark.judge.Bar;
import io.leadfactory.suite.benchmark.judge.ReadBars;
import io.leadfactory.suite.benchmark.judge.WriteBars;
import io.leadfactory.suite.benchmark.read.Export;
import io.leadfactory.suite.benchmark.read.Reading;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.write.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured so far. For one thread.
 *
 * @param variants the variants that take part
 * @param cells what was timed
 * @param executions what was counted
 * @param stored what is stored
 * @param readings what was asked
 * @param exports what was exported
 */
public record Results(
        List<Variant> variants,
        List<Cell> cells,
        List<Executions> executions,
        List<StoredBytes> stored,
        List<Reading> readings,
        List<Export> exports) {
    /** Starts without any. */
    public Results(List<Variant> variants) {
        this(
                List.copyOf(variants),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** {@return all bars} */
    public List<Bar> bars() {
        List<Bar> bars = new ArrayList<>(new WriteBars(cells, executions, stored).all());
        bars.addAll(new ReadBars(readings, exports).all());
        return bars;
    }

    /** {@return what fits on a console} */
    public List<Table> compact() {
        List<Table> tables = new ArrayList<>(WriteTables.compact(cells, variants));
        tables.addAll(others());
        tables.add(OtherTables.bars(bars()));
        return filled(tables);
    }

    /** {@return everything with intervals} */
    public List<Table> complete() {
        List<Table> tables = new ArrayList<>();
        tables.add(OtherTables.bars(bars()));
        tables.addAll(WriteTables.of(cells, variants));
        tables.addAll(others());
        return filled(tables);
    }

    private List<Table> others() {
        List<Table> tables = new ArrayList<>();
        executions.stream()
                .map(Executions::database)
                .distinct()
                .forEach(database -> tables.add(OtherTables.executions(database, executions)));
        tables.add(OtherTables.stored(stored));
        tables.add(OtherTables.readings(readings));
        return tables;
    }

    private static List<Table> filled(List<Table> tables) {
        return tables.stream().filter(table -> !table.isEmpty()).toList();
    }
}
