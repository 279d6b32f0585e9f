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
 * <p>The page takes 1 MiB from a step, what was appended before with it: a run whose tables would not fit is shown by its
 * verdict and what was missed, if that is too long as well, by its beginning, and if there is no room at all, not.
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
     * @return true if the variable is set, and there was room for the run
     * @throws ReportException if the file cannot be written
     */
    public boolean append(RunReport report, Map<String, String> variables) {
        String file = variables.get(VARIABLE);
        if (file == null || file.isBlank()) {
            return false;
        }
        try {
            Path page = Path.of(file);
            long room = MOST_BYTES - (Files.exists(page) ? Files.size(page) : 0);
            byte[] text = fit(report, room);
            if (text.length > room) {
                return false;
            }
            Files.write(page, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return true;
        } catch (IOException e) {
            throw new ReportException(
                    "cannot append the step summary to \"" + file + "\": " + e.getMessage() + "; unset " + VARIABLE
                            + " to go without",
                    e);
        }
    }

    private static byte[] fit(RunReport report, long room) {
        MarkdownReport markdown = new MarkdownReport();
        byte[] whole = markdown.render(report).getBytes(StandardCharsets.UTF_8);
        if (whole.length <= room) {
            return whole;
        }
        String head = markdown.head(report) + "\nThe tables are too long for this page: see the report itself.\n";
        // Four bytes are the most that a character takes.
        int most = (int) Math.max(0, room / 4);
        if (head.length() > most) {
            head = head.substring(0, Math.max(0, head.lastIndexOf('\n', most))) + "\n- and more\n";
        }
        return head.getBytes(StandardCharsets.UTF_8);
    }
}
