package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlReportTest {
    @Test
    void render_mixedRun_look() {
        RunReport report = Samples.mixed();
        String page = new HtmlReport().render(report);
        assertThat(page).isNotEmpty();
    }
}
