package io.leadfactory.perf.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.perf.history.HistoryEntry.Point;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFolderTest {
    static final Instant FIRST = Instant.parse("2026-11-01T08:00:00Z");

    @TempDir
    Path temp;

    @Test
    void append_thenRead_givesTheSame() {
        HistoryFolder folder = HistoryFolder.at(temp.resolve("new").resolve("folder"));
        HistoryEntry entry = new HistoryEntry(
                "A1",
                "m1",
                FIRST,
                Verdict.INCONCLUSIVE,
                Double.NaN,
                List.of(
                        new Point("10 users", new Figure(Metric.P95, 41.2e6, 39.8e6, 43e6, 5000)),
                        new Point("", new Figure(Metric.OVERHEAD, 1.02, 1.01, 1.03, 400, 0.99)),
                        new Point("", Figure.exact(Metric.MAX, 1.0 / 3, 7))));

        assertThat(folder.append(entry)).isEmpty();

        assertThat(folder.read("A1", "m1")).isEqualTo(new History(List.of(entry), List.of()));
        assertThat(folder.read("A1", "m2")).as("another machine").isEqualTo(History.none());
        assertThat(folder.read("A2", "m1")).as("another scenario").isEqualTo(History.none());
    }

    @Test
    void append_idsThatLookAlikeInAFileName_areKeptApart() {
        HistoryFolder folder = HistoryFolder.at(temp);
        List<String> ids = List.of("a/b", "a\\b", "a:b", "../a_b", "\u00e4", "a".repeat(300));

        ids.forEach(id -> assertThat(folder.append(entry(id, 0, 5))).isEmpty());

        ids.forEach(id -> assertThat(folder.read(id, "m").entries()).as(id).hasSize(1));
        assertThat(temp.resolveSibling("a_b")).doesNotExist();
    }

    @Test
    void append_beyondTheNumber_forgetsTheOldest() {
        HistoryFolder folder = HistoryFolder.at(temp).keeping(3);

        IntStream.range(0, 5).forEach(run -> folder.append(entry("A1", run, run)));

        assertThat(folder.read("A1", "m").entries())
                .extracting(HistoryEntry::at)
                .containsExactly(at(2), at(3), at(4));
    }

    @Test
    void append_manyWritersAtOnce_losesNothing() throws Exception {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            int number = writer;
            writers.add(new Thread(() -> {
                // A folder object of its own for each, as other processes have.
                HistoryFolder folder = HistoryFolder.at(temp).keeping(100);
                IntStream.range(0, 10).forEach(run -> folder.append(entry("A1", 10 * number + run, run)));
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        History history = HistoryFolder.at(temp).read("A1", "m");
        assertThat(history.problems()).isEmpty();
        assertThat(history.entries())
                .extracting(HistoryEntry::at)
                .doesNotHaveDuplicates()
                .hasSize(80);
    }

    @Test
    void read_brokenLines_leavesThemOutAndSaysSo() throws Exception {
        HistoryFolder folder = HistoryFolder.at(temp);
        folder.append(entry("A1", 0, 5));
        List<String> broken = List.of(
                "{\"v\":1,\"scenario\":\"A1\"",
                "\u0000\u0001 rubbish",
                "{}",
                "[]",
                "{\"v\":1}",
                "{\"v\":1,\"scenario\":\"A1\",\"machine\":\"m\",\"at\":\"today\",\"verdict\":\"PASS\",\"points\":[]}");
        append(file(), String.join("\n", broken) + "\n");
        append(file(), HistoryLine.write(entry("A1", 1, 5)) + "\n");

        History history = folder.read("A1", "m");

        assertThat(history.entries()).extracting(HistoryEntry::at).containsExactly(at(0), at(1));
        assertThat(history.problems())
                .hasSize(6)
                .allSatisfy(
                        problem -> assertThat(problem).startsWith("history \"" + file().getFileName() + "\", line "))
                .anySatisfy(problem -> assertThat(problem).endsWith("line 4 has no version: it is left out"));
        assertThat(folder.append(entry("A1", 2, 5))).isEmpty();
        assertThat(folder.read("A1", "m").problems())
                .as("the next run cleans up")
                .isEmpty();
        assertThat(folder.read("A1", "m").entries()).hasSize(3);
    }

    @Test
    void read_lineOfANewerKit_isLeftOutAndKept() throws Exception {
        HistoryFolder folder = HistoryFolder.at(temp);
        folder.append(entry("A1", 0, 5));
        String newer = "{\"v\":2,\"shape\":\"unknown\"}";
        append(file(), newer + "\n");

        assertThat(folder.read("A1", "m").problems())
                .singleElement()
                .asString()
                .contains("line 2 is of version 2", "newer");
        folder.append(entry("A1", 1, 5));

        assertThat(Files.readString(file())).contains(newer);
        assertThat(folder.read("A1", "m").entries()).hasSize(2);
    }

    @Test
    void read_folderInTheFilesPlace_isASentence() throws Exception {
        HistoryFolder folder = HistoryFolder.at(temp);
        folder.append(entry("A1", 0, 5));
        Path file = file();
        Files.delete(file);
        Files.createDirectories(file.resolve("below"));

        assertThat(folder.read("A1", "m").problems())
                .singleElement()
                .asString()
                .startsWith("cannot read history \"" + file.getFileName() + "\": ")
                .endsWith("delete it to begin anew")
                .hasLineCount(1);
        assertThat(folder.append(entry("A1", 1, 5)))
                .hasValueSatisfying(
                        problem -> assertThat(problem).startsWith("cannot").doesNotContain(temp.toString()));
    }

    @Test
    void append_fileInTheFoldersPlace_isASentence() throws Exception {
        Path taken = Files.createFile(temp.resolve("taken"));

        assertThat(HistoryFolder.at(taken).append(entry("A1", 0, 5)))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("cannot add to history \"A1-m-")
                        .doesNotContain(temp.toString())
                        .endsWith("choose a folder that can be written (-Dperf.history=..)")
                        .hasLineCount(1));
        assertThat(HistoryFolder.at(taken).read("A1", "m")).isEqualTo(History.none());
    }

    @Test
    void keeping_nothing_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HistoryFolder.at(temp).keeping(0))
                .withMessage("a history keeps at least 1 run: 0");
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void append(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    private static Instant at(int run) {
        return FIRST.plus(Duration.ofHours(run));
    }

    static HistoryEntry entry(String scenario, int run, double millis) {
        return new HistoryEntry(
                scenario,
                "m",
                at(run),
                Verdict.PASS,
                1e6,
                List.of(new Point("", Figure.exact(Metric.P95, millis * 1e6, 1000))));
    }
}
