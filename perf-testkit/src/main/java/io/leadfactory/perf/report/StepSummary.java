package io.leadfactory.perf.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Appends a run to the summary page of a GitHub Actions step, if the process runs in one. Immutable.
 *
 * <p>The page takes 1 MiB from a step: a run whose tables would not fit is shown by its verdict and what was missed, and
 * if that is too long as well, by its beginning.
 */
public final class StepSummary {
    private static final String VARIABLE = "GITHUB_STEP_SUMMARY";
    private static final int MOST_BYTES = 1_000_000;

    /** Creates the writer. */
    public StepSummary() {}

    /**
     * Appends a run to the file that {@code GITHUB_STEP_SUMMARY} names.
     *
     * @param report the run
     * @param variables the process's environment variables, {@code System.getenv()}
     * @return true if the variable is set and the run was appended
     * @throws ReportException if the file cannot be written
     */
    public boolean append(RunReport report, Map<String, String> variables) {
        String file = variables.get(VARIABLE);
        if (file == null || file.isBlank()) {
            return false;
        }
        try {
            Files.write(Path.of(file), fit(report), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return true;
        } catch (IOException e) {
            throw new ReportException(
                    "cannot append the step summary to \"" + file + "\": " + e.getMessage() + "; unset " + VARIABLE
                            + " to go without",
                    e);
        }
    }

    private static byte[] fit(RunReport report) {
        MarkdownReport markdown = new MarkdownReport();
        byte[] whole = markdown.render(report).getBytes(StandardCharsets.UTF_8);
        if (whole.length <= MOST_BYTES) {
            return whole;
        }
        String head = markdown.head(report) + "\nThe tables are too long for this page: see the report itself.\n";
        if (head.length() > MOST_BYTES / 4) {
            // Four bytes are the most that a character takes.
            head = head.substring(0, head.lastIndexOf('\n', MOST_BYTES / 4)) + "\n- and more\n";
        }
        return head.getBytes(StandardCharsets.UTF_8);
    }
}
