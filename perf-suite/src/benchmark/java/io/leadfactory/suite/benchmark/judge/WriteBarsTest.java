package io.leadfactory.suite.benchmark.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.suite.benchmark.cost.Executions;
import io.leadfactory.suite.benchmark.cost.StoredBytes;
import io.leadfactory.suite.benchmark.variant.Variant;
import io.leadfactory.suite.benchmark.work.Work;
import io.leadfactory.suite.benchmark.write.Cell;
import io.leadfactory.suite.benchmark.write.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteBarsTest {
    private static final int ROUNDS = 24;

    @Test
    void all_nothingMeasured_saysSoOfEachBar() {
        List<Bar> bars = new WriteBars(List.of(), List.of(), List.of()).all();

        assertThat(bars).isNotEmpty().extracting(Bar::verdict).containsOnly(Verdict.NOT_MEASURED);
    }

    @Test
    void all_cheaperThanHand_meetsTheBar() {
        Bar bar = cpuBesideHand(cell(ROUNDS, 150, 140));

        assertThat(bar.verdict()).isEqualTo(Verdict.MET);
        assertThat(bar.found()).isEqualTo("1 of 1 cells; worst 0.93 (0.93..0.93), insert on H2 with 1 thread");
    }

    @Test
    void all_oneCellDearerThanHand_missesTheBarAndNamesTheCell() {
        Bar bar = cpuBesideHand(cell(ROUNDS, 150, 140), cell(ROUNDS, 100, 120));

        assertThat(bar.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(bar.found()).startsWith("1 of 2 cells; worst 1.20 ");
    }

    @Test
    void all_tooFewRoundsForAnInterval_isNotMeasured() {
        assertThat(cpuBesideHand(cell(5, 150, 140)).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    }

    @Test
    void all_oneSelectMore_missesTheBar() {
        List<Executions> counts = List.of(
                new Executions("H2", Variant.NONE, Work.INSERT, 1, 0, 0),
                new Executions("H2", Variant.AUDIT_CORE, Work.INSERT, 2, 1, 0));

        Bar bar = find(new WriteBars(List.of(), counts, List.of()), "one JDBC execution");

        assertThat(bar.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(bar.found()).contains("insert on H2: 1, 1 SELECT, 0 sequence");
    }

    @Test
    void all_updateOfFewBytes_meetsTheBarIfItRestsOnEnoughEvents() {
        assertThat(bytesOf(2_000).verdict()).isEqualTo(Verdict.MET);
        assertThat(bytesOf(50).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    }

    private static Bar bytesOf(int events) {
        List<StoredBytes> stored = List.of(new StoredBytes(Variant.AUDIT_CORE, Work.UPDATE, events, 449));
        return find(new WriteBars(List.of(), List.of(), stored), "at most 450 bytes");
    }

    private static Bar cpuBesideHand(Cell... cells) {
        return find(new WriteBars(List.of(cells), List.of(), List.of()), "CPU at most hand-written");
    }

    private static Bar find(WriteBars bars, String wanted) {
        return bars.all().stream()
                .filter(bar -> bar.wanted().startsWith(wanted))
                .findFirst()
                .orElseThrow();
    }

    private static Cell cell(int rounds, double hand, double ours) {
        Cell cell = new Cell("H2", 1, Work.INSERT);
        for (int i = 0; i < rounds; i++) {
            cell.add(Variant.HAND, new Sample(hand, 0, hand, hand, hand));
            cell.add(Variant.AUDIT_CORE, new Sample(ours, 0, ours, ours, ours));
        }
        return cell;
    }
}
