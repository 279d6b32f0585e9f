package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Verdict;
import java.util.List;
import java.util.Map;

/**
 * Says what keeps a run from passing as annotations of a GitHub Actions step: lines that the runner reads from the standard
 * output and shows at the top of the run. Immutable.
 *
 * <p>GitHub shows ten errors and ten warnings of a step; the worst ten are written, and the last says if there are more.
 */
public final class Annotations {
    private static final String VARIABLE = "GITHUB_ACTIONS";
    private static final int MOST = 10;

    private Annotations() {}

    /**
     * Renders the annotations, if the process runs in a step of GitHub Actions.
     *
     * @param report the run
     * @param variables the process's environment variables, {@code System.getenv()}
     * @return at most ten lines that end with a line feed, failures before what is inconclusive, what is furthest from its
     *     limit first; empty outside of GitHub Actions, or if the run passed
     */
    public static String render(RunReport report, Map<String, String> variables) {
        if (!"true".equals(variables.get(VARIABLE))) {
            return "";
        }
        List<Shortfall> shortfalls = Shortfall.worstFirst(report);
        int shown = shortfalls.size() <= MOST ? shortfalls.size() : MOST - 1;
        StringBuilder out = new StringBuilder();
        for (Shortfall shortfall : shortfalls.subList(0, shown)) {
            out.append(shortfall.verdict() == Verdict.FAIL ? "::error" : "::warning")
                    .append(" title=")
                    .append(property(shortfall.id() + " is " + shortfall.verdict()))
                    .append("::")
                    .append(message(shortfall.text()))
                    .append('\n');
        }
        if (shown < shortfalls.size()) {
            out.append("::error title=and more::")
                    .append(shortfalls.size() - shown)
                    .append(" more findings keep this run from passing: see the report\n");
        }
        return out.toString();
    }

    private static String message(String text) {
        return Plain.line(text).replace("%", "%25");
    }

    private static String property(String text) {
        return message(text).replace(":", "%3A").replace(",", "%2C");
    }
}
