package io.leadfactory.perf.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.judge.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineTest {
    @Test
    void advise_slowerThanTheRunsBefore_saysByHowMuch() {
        assertThat(Baseline.advise(now(56), runs(50, 51, 49, 50, 50.5, 49.5)))
                .containsExactly("P95 56 ms is 12 % slower than the median of the last 6 runs on this machine, 50 ms"
                        + "; the machine itself is as fast as then");
    }

    @Test
    void advise_fasterThanTheRunsBefore_saysSoToo() {
        assertThat(Baseline.advise(now(40), runs(50, 51, 49, 50, 50.5)))
                .singleElement()
                .asString()
                .contains("20 % faster");
    }

    @Test
    void advise_machineSlowerAsWell_saysSo() {
        HistoryEntry base = now(56);
        HistoryEntry slow =
                new HistoryEntry(base.scenario(), base.machine(), base.at(), base.verdict(), 1.3e6, base.points());

        assertThat(Baseline.advise(slow, runs(50, 51, 49, 50, 50.5)))
                .singleElement()
                .asString()
                .endsWith("; the machine itself is 30 % slower than then");
    }

    @Test
    void advise_withinTheUsualSpread_isSilent() {
        assertThat(Baseline.advise(now(60), runs(40, 60, 50, 45, 55, 62))).isEmpty();
        assertThat(Baseline.advise(now(52), runs(50, 50, 50, 50, 50))).isEmpty();
    }

    @Test
    void advise_fewRuns_isSilent() {
        assertThat(Baseline.advise(now(90), runs(50, 50, 50, 50))).isEmpty();
        assertThat(Baseline.advise(now(90), List.of())).isEmpty();
    }

    @Test
    void advise_oldRuns_areForgotten() {
        double[] values = new double[25];
        IntStream.range(0, 25).forEach(run -> values[run] = run < 15 ? 10 : 50 + run % 2);

        assertThat(Baseline.advise(now(51), runs(values))).isEmpty();
        assertThat(Baseline.median(runs(values), "", Metric.P95)).contains(50.5e6);
    }

    @Test
    void advise_anotherPartOrMetric_isNotCompared() {
        assertThat(Baseline.median(runs(50, 50, 50, 50, 50), "10 users", Metric.P95))
                .isEmpty();
        assertThat(Baseline.median(runs(50, 50, 50, 50, 50), "", Metric.MEAN)).isEmpty();
    }

    private static HistoryEntry now(double millis) {
        return HistoryFolderTest.entry("A1", 100, millis);
    }

    private static List<HistoryEntry> runs(double... millis) {
        List<HistoryEntry> runs = new ArrayList<>();
        for (double value : millis) {
            runs.add(HistoryFolderTest.entry("A1", runs.size(), value));
        }
        return runs;
    }
}
