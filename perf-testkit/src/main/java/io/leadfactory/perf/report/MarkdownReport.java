package io.leadfactory.perf.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Renders a run as GitHub-flavoured Markdown: verdict, what was missed, a table per group in
 * the shape of a contract (id, scenario, mean, P95, further), notes, environment. Immutable.
 *
 * <p>Foreign text is escaped, so that a name can neither break a table nor add HTML or a link.
 */
public final class MarkdownReport {
    private static final String SPECIAL = "\\`*_{}[]|#~$@!";

    /** Creates the writer. */
    public MarkdownReport() {}

    /**
     * Renders a run.
     *
     * @param report the run
     * @return lines that end with a line feed, the last one included
     */
    public String render(RunReport report) {
        StringBuilder out = new StringBuilder(8192);
        appendHead(out, report);
        for (ContractTable table : ContractTable.of(report)) {
            out.append("\n## ").append(escape(table.title())).append("\n\n");
            appendRow(out, ContractTable.COLUMNS);
            out.append("|---|---|---:|---:|---|---:|---|\n");
            table.rows().forEach(row -> appendRow(out, row));
        }
        appendNotes(out, report);
        out.append("\n## Environment\n\n");
        appendRow(out, List.of("What", "Value"));
        out.append("|---|---|\n");
        report.environment().entries().forEach((name, value) -> appendRow(out, List.of(name, value)));
        return out.toString();
    }

    /** Renders the verdict and what was missed, without any table. */
    String head(RunReport report) {
        StringBuilder out = new StringBuilder(1024);
        appendHead(out, report);
        return out.toString();
    }

    private static void appendHead(StringBuilder out, RunReport report) {
        out.append("# ").append(escape(report.title())).append("\n\n");
        out.append("**")
                .append(report.verdict())
                .append("**: ")
                .append(Summary.of(report))
                .append('\n');
        List<Shortfall> shortfalls = Shortfall.of(report);
        if (!shortfalls.isEmpty()) {
            out.append('\n');
            shortfalls.forEach(shortfall -> out.append("- **")
                    .append(shortfall.verdict())
                    .append("** ")
                    .append(escape(shortfall.text()))
                    .append('\n'));
        }
    }

    private static void appendNotes(StringBuilder out, RunReport report) {
        String notes = report.scenarios().stream()
                .flatMap(scenario -> Stream.concat(
                        scenario.parts().stream()
                                .flatMap(part -> part.notes().stream()
                                        .map(note -> ResultTable.operation(scenario, part) + ": " + note)),
                        scenario.advice().stream().map(text -> scenario.id() + " " + scenario.title() + ": " + text)))
                .map(note -> "- " + escape(note) + "\n")
                .collect(Collectors.joining());
        if (!notes.isEmpty()) {
            out.append("\n## Notes\n\n").append(notes);
        }
    }

    private static void appendRow(StringBuilder out, List<String> cells) {
        out.append(cells.stream().map(MarkdownReport::escape).collect(Collectors.joining(" | ", "| ", " |")))
                .append('\n');
    }

    private static String escape(String text) {
        String line = Plain.line(text);
        StringBuilder safe = new StringBuilder(line.length() + 8);
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            boolean limitSign = i + 1 < line.length() && " =".indexOf(line.charAt(i + 1)) >= 0;
            if (character == '&') {
                safe.append("&amp;");
            } else if (character == '<' && !limitSign) {
                // "< 35 ms" and "<= 3" cannot begin a tag and stay readable in the source.
                safe.append("&lt;");
            } else if (beginsLink(line, i)) {
                safe.append('\\').append(character);
            } else {
                safe.append(SPECIAL.indexOf(character) >= 0 ? "\\" : "").append(character);
            }
        }
        return safe.toString();
    }

    /** Returns whether a bare address would become a link from here: at the colon of a scheme, at the dot after "www". */
    private static boolean beginsLink(String line, int at) {
        return line.startsWith("://", at)
                || (line.charAt(at) == '.' && at >= 3 && line.regionMatches(true, at - 3, "www", 0, 3));
    }
}
