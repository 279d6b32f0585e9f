package io.leadfactory.suite.benchmark.judge;

import io.leadfactory.suite.benchmark.cost.Executions;
import io.leadfactory.suite.benchmark.cost.StoredBytes;
import io.leadfactory.suite.benchmark.statistic.RoundRatio;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.Work;
import io.leadfactory.suite.benchmark.write.Cell;
import io.leadfactory.suite.benchmark.write.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The bars of the write side. A cell keeps a limit if the median ratio does; a bar is kept if all cells do. Cells
 * with too few rounds for an interval do not count. Immutable.
 *
 * @param cells what was timed
 * @param executions what was counted
 * @param stored what is stored
 */
public record WriteBars(List<Cell> cells, List<Executions> executions, List<StoredBytes> stored) {
    private static final double NOISE = 1.02;
    private static final int BYTES = 450;
    private static final int FEWEST_STORED = 1_000;

    /** {@return all bars in the order in which they are shown} */
    public List<Bar> all() {
        List<Bar> bars = new ArrayList<>();
        bars.add(everyCell(
                "CPU at most hand-written, every cell", 1, "", cell -> ours(cell, Variant.HAND, Sample::cpuNanos)));
        bars.add(everyCell(
                "latency at most hand-written, every cell",
                1,
                "",
                cell -> ours(cell, Variant.HAND, Sample::latencyNanos)));
        bars.add(everyCell(
                "CPU at most 1.45 x no audit on PostgreSQL",
                1.45,
                "PostgreSQL",
                cell -> overNone(cell, Sample::cpuNanos)));
        bars.add(everyCell("CPU at most 1.6 x no audit on H2", 1.6, "H2", cell -> overNone(cell, Sample::cpuNanos)));
        bars.add(everyCell(
                "CPU at most hand-written with as many indexes, every cell",
                1,
                "",
                cell -> RoundRatio.of(
                        cell.samples(Variant.HAND_4), cell.samples(Variant.AUDIT_CORE_4), Sample::cpuNanos)));
        for (Variant peer : Variant.values()) {
            if (peer.isPeer()) {
                bars.add(everyCell(
                        "CPU below " + peer.label() + ", every cell",
                        1,
                        "",
                        cell -> ours(cell, peer, Sample::cpuNanos)));
            }
        }
        bars.add(everyCell(
                "allocation below hand-written, every cell",
                1,
                "",
                cell -> ours(cell, Variant.HAND, Sample::allocatedBytes)));
        bars.add(unaudited());
        bars.add(scaling());
        bars.add(oneExecution());
        bars.add(bytes());
        return bars;
    }

    private static RoundRatio ours(Cell cell, Variant reference, ToDoubleFunction<Sample> figure) {
        return RoundRatio.of(cell.samples(reference), cell.samples(Variant.AUDIT_CORE), figure);
    }

    /** In the first heat only, since it takes part in several. */
    private RoundRatio overNone(Cell cell, ToDoubleFunction<Sample> figure) {
        return Cell.firsts(cells).contains(cell) ? ours(cell, Variant.NONE, figure) : RoundRatio.NONE;
    }

    private Bar everyCell(String wanted, double limit, String database, Function<Cell, RoundRatio> ratio) {
        int kept = 0;
        int measured = 0;
        RoundRatio worst = RoundRatio.NONE;
        String where = "";
        for (Cell cell : cells) {
            RoundRatio found = cell.database().startsWith(database) ? ratio.apply(cell) : RoundRatio.NONE;
            if (!found.hasInterval()) {
                continue;
            }
            measured++;
            kept += found.value() <= limit ? 1 : 0;
            if (!worst.isKnown() || found.value() > worst.value()) {
                worst = found;
                where = cell.shown();
            }
        }
        return measured == 0
                ? Bar.notMeasured(wanted)
                : new Bar(
                        wanted,
                        kept + " of " + measured + " cells; worst " + worst.shownWithInterval() + ", " + where,
                        Verdict.of(kept == measured));
    }

    /** The cost is measurable where the whole interval lies above the noise of two runs of the same. */
    private Bar unaudited() {
        String wanted = "no measurable cost for what is not audited";
        int measured = 0;
        int costly = 0;
        RoundRatio worst = RoundRatio.NONE;
        for (Cell cell : cells) {
            RoundRatio ratio =
                    RoundRatio.of(cell.samples(Variant.NONE), cell.samples(Variant.UNAUDITED), Sample::cpuNanos);
            if (ratio.hasInterval()) {
                measured++;
                costly += ratio.low() > NOISE ? 1 : 0;
                worst = !worst.isKnown() || ratio.low() > worst.low() ? ratio : worst;
            }
        }
        return measured == 0
                ? Bar.notMeasured(wanted)
                : new Bar(
                        wanted,
                        costly + " of " + measured + " cells above noise; worst " + worst.shownWithInterval(),
                        Verdict.of(costly == 0));
    }

    /** Duration over no audit with 8 threads may exceed that with 1 thread only as far as their intervals overlap. */
    private Bar scaling() {
        String wanted = "8 threads: throughput ratio to no audit as with 1";
        int measured = 0;
        int kept = 0;
        String worst = "";
        double worstGap = Double.NEGATIVE_INFINITY;
        for (Cell one : Cell.firsts(cells)) {
            Optional<Cell> eight = cells.stream()
                    .filter(cell -> cell.threads() == 8
                            && cell.work() == one.work()
                            && cell.database().equals(one.database()))
                    .findFirst();
            if (one.threads() != 1 || eight.isEmpty()) {
                continue;
            }
            RoundRatio alone = ours(one, Variant.NONE, Sample::wallNanos);
            RoundRatio together = ours(eight.get(), Variant.NONE, Sample::wallNanos);
            if (!alone.hasInterval() || !together.hasInterval()) {
                continue;
            }
            measured++;
            kept += together.low() <= alone.high() ? 1 : 0;
            if (together.low() - alone.high() > worstGap) {
                worstGap = together.low() - alone.high();
                worst = together.shownWithInterval() + " after " + alone.shownWithInterval() + ", " + one.shown();
            }
        }
        return measured == 0
                ? Bar.notMeasured(wanted)
                : new Bar(wanted, kept + " of " + measured + " cells; worst " + worst, Verdict.of(kept == measured));
    }

    private Bar oneExecution() {
        String wanted = "one JDBC execution more, no SELECT, no sequence call";
        int measured = 0;
        int kept = 0;
        String worst = "";
        for (Executions ours : executions) {
            Optional<Executions> none = executions.stream()
                    .filter(other -> other.variant() == Variant.NONE
                            && other.work() == ours.work()
                            && other.database().equals(ours.database()))
                    .findFirst();
            if (ours.variant() != Variant.AUDIT_CORE || none.isEmpty()) {
                continue;
            }
            int more = ours.all() - none.get().all();
            int selects = ours.selects() - none.get().selects();
            int sequences = ours.sequences() - none.get().sequences();
            measured++;
            if (more == 1 && selects == 0 && sequences == 0) {
                kept++;
            } else {
                worst = "; " + ours.work().label() + " on " + ours.database() + ": " + more + ", " + selects
                        + " SELECT, " + sequences + " sequence";
            }
        }
        return measured == 0
                ? Bar.notMeasured(wanted)
                : new Bar(wanted, kept + " of " + measured + " kinds of work" + worst, Verdict.of(kept == measured));
    }

    private Bar bytes() {
        String wanted = "at most " + BYTES + " bytes stored for an update of two attributes";
        return stored.stream()
                .filter(bytes -> bytes.variant() == Variant.AUDIT_CORE
                        && bytes.work() == Work.UPDATE
                        && bytes.events() >= FEWEST_STORED)
                .findFirst()
                .map(bytes -> new Bar(
                        wanted,
                        String.format(Locale.ROOT, "%.0f bytes", bytes.perEvent()),
                        Verdict.of(bytes.perEvent() <= BYTES)))
                .orElse(Bar.notMeasured(wanted));
    }
}
