package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Renders a run for a terminal: a table per group, what was missed and by how much, and the verdict as the last line.
 * Immutable.
 *
 * <p>Lines are at most 110 characters wide where names allow it; a longer name is cut, an id never.
 */
public final class ConsoleReport {
    private static final int WIDTH = 110;

    private final Ink ink;

    private ConsoleReport(Ink ink) {
        this.ink = ink;
    }

    /**
     * Returns a report without colours.
     *
     * @return the report
     */
    public static ConsoleReport plain() {
        return new ConsoleReport(Ink.PLAIN);
    }

    /**
     * Returns a report that colours the results by ANSI sequences.
     *
     * @return the report
     */
    public static ConsoleReport coloured() {
        return new ConsoleReport(Ink.ANSI);
    }

    /**
     * Renders a run.
     *
     * @param report the run
     * @return lines that end with a line feed, the last one included
     */
    public String render(RunReport report) {
        return render(report, null);
    }

    /**
     * Renders a run and says where the page is.
     *
     * @param report the run
     * @param page the path of the HTML report, if it was written
     * @return lines that end with a line feed, the last one included
     */
    public String render(RunReport report, @Nullable Path page) {
        StringBuilder out = new StringBuilder(4096);
        for (ResultTable table : ResultTable.of(report)) {
            out.append('\n').append(ink.bold(Plain.line(table.title()))).append('\n');
            TextGrid rows = new TextGrid(WIDTH, ink, ResultTable.COLUMNS, 3);
            table.rows().forEach(row -> rows.add(row.cells()));
            rows.appendTo(out);
            if (!table.further().isEmpty()) {
                out.append('\n');
                TextGrid further = new TextGrid(WIDTH, ink, ResultTable.FURTHER_COLUMNS, 2);
                table.further().forEach(row -> further.add(row.cells()));
                further.appendTo(out);
            }
        }
        List<Shortfall> shortfalls = Shortfall.of(report);
        if (!shortfalls.isEmpty()) {
            out.append('\n');
            shortfalls.forEach(shortfall -> out.append(ink.verdict(shortfall.verdict(), padded(shortfall.verdict())))
                    .append("  ")
                    .append(Plain.line(shortfall.text()))
                    .append('\n'));
        }
        String advice = report.scenarios().stream()
                .flatMap(scenario -> scenario.advice().stream()
                        .map(text -> "note          " + Plain.line(scenario.id() + " " + text) + "\n"))
                .collect(Collectors.joining());
        out.append(advice.isEmpty() ? "" : "\n").append(advice);
        out.append('\n')
                .append(ink.verdict(report.verdict(), report.verdict().name()))
                .append(": ")
                .append(Summary.of(report));
        if (page != null) {
            out.append(" Report: ").append(page);
        }
        return out.append('\n').toString();
    }

    private static String padded(Verdict verdict) {
        return verdict.name()
                + " "
                        .repeat(Verdict.INCONCLUSIVE.name().length()
                                - verdict.name().length());
    }

    /** Colours text, or leaves it. */
    enum Ink {
        PLAIN,
        ANSI;

        String bold(String text) {
            return paint("1", text);
        }

        String verdict(Verdict verdict, String text) {
            return paint(
                    switch (verdict) {
                        case PASS -> "32";
                        case FAIL -> "1;31";
                        case INCONCLUSIVE -> "33";
                    },
                    text);
        }

        private String paint(String code, String text) {
            return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
        }
    }
}
