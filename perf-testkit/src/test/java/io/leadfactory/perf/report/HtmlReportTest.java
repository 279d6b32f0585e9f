package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    @Test
    void render_mixedRun_look() throws Exception {
        RunReport report = Samples.mixed();
        String page = new HtmlReport().render(report);
        Files.writeString(Path.of("/tmp/report.html"), page);
        Files.writeString(
                Path.of("/tmp/report.txt"),
                ConsoleReport.plain().render(report, Path.of("target/perf-report/report.html")));
        Files.writeString(Path.of("/tmp/report.md"), new MarkdownReport().render(report));
        Files.writeString(Path.of("/tmp/report.json"), new JsonReport().render(report));
        assertThat(page).isNotEmpty();
    }
}
