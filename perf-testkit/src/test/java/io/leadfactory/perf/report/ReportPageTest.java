package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/**
 * The page in a real browser. Skipped, and said so, where none is installed; {@code -Dbrowser=required} fails
 * instead.
 */
@Tag("once")
@SuppressWarnings("NullAway.Init") // JUnit and the method before all tests set the fields.
class ReportPageTest {
    private static final String PHONE = "390";

    @TempDir
    static Path temp;

    private static Browser browser;
    private static Path page;
    private static Path everyKind;

    @BeforeAll
    static void open() {
        boolean there = Browser.isThere();
        if ("required".equals(System.getProperty("browser"))) {
            assertThat(there).as("a browser is required (-Dbrowser=required)").isTrue();
        }
        assumeThat(there).as("a browser is there").isTrue();
        page = ReportFolder.open(temp.resolve("report")).write(Demo.run(12));
        everyKind = ReportFolder.open(temp.resolve("every-kind")).write(Demo.run(Demo.KINDS));
        browser = new Browser(temp.resolve("profile"));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 1280", "true, 1280", "false, " + PHONE, "true, " + PHONE})
    void page_everyWidthAndTheme_isDrawnWholeAndQuietly(boolean dark, int width) {
        browser.open(page, dark, width, 844);
        browser.drawAll();

        assertThat(asLong("return document.querySelectorAll('.chart').length")).isGreaterThan(15);
        assertThat(asList("return [...document.querySelectorAll('.chart')].filter(place => {"
                        + "  const canvas = place.querySelector('canvas');"
                        + "  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
                        + "  const colours = new Set();"
                        + "  for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200)"
                        + "    colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);"
                        + "  return colours.size < 4; }).map(place => place.dataset.kind)"))
                .as("charts that are blank")
                .isEmpty();
        assertThat(asLong("return document.documentElement.scrollWidth"))
                .as("no sideways scroll")
                .isLessThanOrEqualTo(width);
        assertThat(asList("const wide = innerWidth; return [...document.querySelectorAll('main *')].filter(e => {"
                        + "  const box = e.getBoundingClientRect();"
                        + "  return box.width > 0 && box.right > wide + 1 && !e.closest('.scroll, .hidden, pre, .cards thead'); })"
                        + ".map(e => e.outerHTML.slice(0, 120))"))
                .as("what sticks out to the right")
                .isEmpty();
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(dark ? "rgb(18, 21, 26)" : "rgb(255, 255, 255)");
        assertThat(browser.console()).as("console").isEmpty();
        assertThat(browser.requests()).as("requests").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, 1280", "true, 1280", "false, " + PHONE, "true, " + PHONE})
    void page_law_isDrawnBeyondTheMeasuredPoints(boolean dark, int width) {
        browser.open(page, dark, width, 844);
        browser.drawAll();

        // How many pixels of the law's colour there are left and right of the highest number of users that was
        // measured.
        List<?> pixels = asList("const place = document.querySelector('.chart[data-kind=law]');"
                + "const chart = JSON.parse(document.getElementById('chart-data').textContent)[place.dataset.chart];"
                + "const canvas = place.querySelector('canvas'), over = place.querySelector('.u-over');"
                + "const most = chart.users[chart.users.length - 1];"
                + "const at = over.offsetLeft + over.clientWidth * most / (chart.reach * 1.04) + 6;"
                + "const end = over.offsetLeft + over.clientWidth;"
                + "const ink = getComputedStyle(document.documentElement).getPropertyValue('--series-1').trim();"
                + "const [r, g, b] = [1, 3, 5].map(i => parseInt(ink.slice(i, i + 2), 16));"
                + "const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
                + "const found = [0, 0];"
                + "for (let y = 0; y < canvas.height; y++) for (let x = over.offsetLeft; x < end; x++) {"
                + "  const i = 4 * (y * canvas.width + x);"
                + "  if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 24) {"
                + "    found[x < at ? 0 : 1]++; } }"
                + "return found;");

        assertThat(((Number) pixels.get(0)).longValue())
                .as("marks, bars and the line")
                .isGreaterThan(100);
        assertThat(((Number) pixels.get(1)).longValue())
                .as("the line beyond them")
                .isGreaterThan(20);
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void page_themeChangesWhileOpen_isDrawnAnew() {
        browser.open(page, false, 1280, 900);
        browser.drawAll();
        String light = pixels();

        browser.theme(true);

        assertThat(browser.wait("var done = arguments[0], from = Date.now(), light = '" + light + "';"
                        + "(function look() { var now = " + PIXELS + ";"
                        + " if (now !== light || Date.now() - from > 20000) { done(now !== light); }"
                        + " else { setTimeout(look, 20); } })();"))
                .isEqualTo(true);
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void page_tabKey_reachesEveryControlInOrder() {
        browser.open(page, false, 1280, 900);
        browser.drawAll();
        long controls = asLong("window.controls = [...document.querySelectorAll("
                + "'a[href], summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility({ contentVisibilityAuto: true })"
                + " && !e.closest('details:not([open]) > :not(summary)'));"
                + "window.reached = [];"
                + "document.addEventListener('focusin', event => {"
                + "  const style = getComputedStyle(event.target);"
                + "  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;"
                + "  window.reached.push([window.controls.indexOf(event.target), seen ? 1 : 0]); });"
                + "return window.controls.length");

        browser.press(Keys.TAB, (int) controls);

        Set<Long> reached = new LinkedHashSet<>();
        List<Long> invisible = new ArrayList<>();
        for (Object focus : asList("return window.reached")) {
            List<?> pair = (List<?>) focus;
            long at = ((Number) pair.get(0)).longValue();
            reached.add(at);
            if (((Number) pair.get(1)).longValue() == 0) {
                invisible.add(at);
            }
        }
        assertThat(List.copyOf(reached)).hasSize((int) controls).isSorted().doesNotContain(-1L);
        assertThat(invisible).as("controls whose focus is not seen").isEmpty();
    }

    @Test
    void page_skipLink_leadsToTheResults() {
        browser.open(page, false, 1280, 900);
        browser.press(Keys.TAB, 1);
        assertThat(browser.run("return document.activeElement.getBoundingClientRect().left"))
                .as("the link shows once it has the focus")
                .isEqualTo(0L);

        browser.press(Keys.ENTER, 1);

        assertThat(browser.run("return location.hash + ' ' + document.activeElement.id"))
                .isEqualTo("#results results");
    }

    @ParameterizedTest
    @CsvSource({"false, 1280", "true, 1280", "false, " + PHONE})
    void page_axe_findsNothing(boolean dark, int width) throws IOException {
        browser.open(everyKind, dark, width, 900);
        browser.drawAll();
        browser.run("document.querySelectorAll('details').forEach(e => e.open = true); return 1");
        // Contrast is looked at cell by cell, and the rows of a chart's table are all made alike.
        browser.run("document.querySelectorAll('figure tbody').forEach(rows =>"
                + " [...rows.rows].slice(2).forEach(row => row.remove())); return 1");
        browser.inject(Browser.axe());

        Object found = browser.wait("var done = arguments[0];"
                + "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],"
                + " resultTypes: ['violations'] })"
                + ".then(r => done(r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3)"
                + ".map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | '))))"
                + ".catch(e => done([String(e)]));");

        assertThat((List<?>) found).isEmpty();
    }

    private static final String PIXELS =
            "(c => Array.from(c.getContext('2d').getImageData(0, 0, c.width, c.height).data)"
                    + ".reduce((a, b) => (a * 31 + b) | 0, 7).toString())(document.querySelector('canvas'))";

    private static String pixels() {
        return String.valueOf(browser.run("return " + PIXELS));
    }

    private static long asLong(String script) {
        return ((Number) browser.run(script)).longValue();
    }

    private static List<?> asList(String script) {
        return (List<?>) browser.run(script);
    }
}
