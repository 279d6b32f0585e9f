package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir
    Path temp;

    @Test
    void write_newFolder_holdsThreeReportsAndHistograms() throws Exception {
        Path path = temp.resolve("a").resolve("b");
        RunReport report = Samples.mixed();
        // readme:report
        ReportFolder folder = ReportFolder.open(path); // before measuring: an unwritable folder is found in time
        Path page = folder.write(report);
        String text = ConsoleReport.plain().render(report, page);
        // end:report

        assertThat(text).endsWith("Report: " + page + "\n");
        assertThat(page).isEqualTo(path.resolve("report.html"));
        try (var files = Files.list(path)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("report.html", "report.json", "report.md", "histograms");
        }
        assertThat(path.resolve("report.json")).hasContent(new JsonReport().render(Samples.mixed()));
    }

    @Test
    void write_halfASurrogatePairInAName_isWrittenAllTheSame() {
        String half = "lead \ud83d end";
        Part part = new Part(half, Samples.measurement("A1", 1), null, List.of(), List.of(half));

        ReportFolder.open(temp).write(Samples.run(Samples.scenario("A1", "audit", half, part)));

        assertThat(temp.resolve("report.html")).content().contains("lead   end");
        assertThat(temp.resolve("report.json")).content().contains("lead ? end");
        assertThat(temp.resolve("report.md")).isNotEmptyFile();
    }

    @Test
    void write_secondRun_replacesTheFirst() {
        ReportFolder folder = ReportFolder.open(temp);
        folder.write(Samples.mixed());

        folder.write(Samples.run());

        assertThat(temp.resolve("report.md")).content().contains("nothing was measured.");
    }

    @Test
    void open_fileInItsPlace_isRefusedInOneSentence() throws Exception {
        Path file = Files.createFile(temp.resolve("taken"));

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> ReportFolder.open(file))
                .withMessage("cannot write reports into folder \"" + file
                        + "\": a file is in its place; choose a folder that can be written (-Dperf.report=..)");
    }

    @Test
    void open_fileAmongItsParents_isRefusedInOneSentence() throws Exception {
        Path below = Files.createFile(temp.resolve("taken")).resolve("folder");

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> ReportFolder.open(below))
                .withMessageStartingWith("cannot write reports into folder \"" + below + "\": ")
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    @Test
    void write_folderGone_isRefusedInOneSentence() throws Exception {
        Path path = temp.resolve("gone");
        ReportFolder folder = ReportFolder.open(path);
        Files.delete(path);

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> folder.write(Samples.run()))
                .withMessageStartingWith("cannot write report \"" + path.resolve("report.json") + "\": ");
    }

    @Test
    void stepSummary_variableSet_appends() throws Exception {
        Path file = Files.writeString(temp.resolve("summary"), "before\n");
        Map<String, String> variables = Map.of("GITHUB_STEP_SUMMARY", file.toString());

        assertThat(new StepSummary().append(Samples.mixed(), variables)).isTrue();

        assertThat(file).hasContent("before\n" + new MarkdownReport().render(Samples.mixed()));
    }

    @Test
    void stepSummary_variableNotSet_doesNothing() {
        assertThat(new StepSummary().append(Samples.mixed(), Map.of())).isFalse();
        assertThat(new StepSummary().append(Samples.mixed(), Map.of("GITHUB_STEP_SUMMARY", " ")))
                .isFalse();
    }

    @Test
    void stepSummary_hugeRun_staysBelowOneMebibyte() {
        List<ScenarioReport> scenarios = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            scenarios.add(new ScenarioReport("S" + i, "audit", "\u20ac".repeat(200), List.of(), "boom"));
        }
        Path file = temp.resolve("summary");

        new StepSummary()
                .append(
                        Samples.run(scenarios.toArray(ScenarioReport[]::new)),
                        Map.of("GITHUB_STEP_SUMMARY", file.toString()));

        assertThat(file.toFile().length()).isLessThan(1 << 20);
        assertThat(file).content().contains("**FAIL**").endsWith("- and more\n");
    }

    @Test
    void stepSummary_pageAlmostFull_takesWhatFitsOrNothing() throws Exception {
        Path file = Files.writeString(temp.resolve("summary"), "x".repeat(999_000) + "\n");
        Map<String, String> variables = Map.of("GITHUB_STEP_SUMMARY", file.toString());

        assertThat(new StepSummary().append(Samples.mixed(), variables)).isTrue();
        assertThat(file.toFile().length()).isBetween(999_002L, 1_000_000L);

        Files.writeString(file, "x".repeat(1_000_000));
        assertThat(new StepSummary().append(Samples.mixed(), variables)).isFalse();
        assertThat(file.toFile().length()).isEqualTo(1_000_000);
    }

    @Test
    void stepSummary_fileUnwritable_isRefused() {
        Map<String, String> variables = Map.of("GITHUB_STEP_SUMMARY", temp.toString());

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> new StepSummary().append(Samples.run(), variables))
                .withMessageStartingWith("cannot append the step summary to \"" + temp + "\"")
                .withMessageEndingWith("unset GITHUB_STEP_SUMMARY to go without");
    }

    @Test
    void environment_captured_tellsMachineButNoNames() {
        Environment environment = Environment.capture();

        assertThat(environment.entries()).containsKeys("jdk", "os", "cores", "heap", "gc", "jvm");
        assertThat(environment.with("hibernate", "7.4").entries()).containsEntry("hibernate", "7.4");
        String user = System.getProperty("user.name");
        assertThat(environment.entries().keySet()).doesNotContain("user", "host");
        assertThat(environment.entries().values()).doesNotContain(user).noneMatch(value -> value.contains("-D"));
    }
}
