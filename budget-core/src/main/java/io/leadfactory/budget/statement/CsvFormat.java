package io.leadfactory.budget.statement;

import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.io.IOException;
import java.util.List;

/** RFC 4180, lines that end with CR LF. */
final class CsvFormat implements StatementFormat {
    private static final List<String> HEADER =
            List.of("budget", "period", "start", "at", "kind", "id", "spent", "held", "allowance", "author", "reason");
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private String account = "";

    @Override
    public void begin(Appendable out, Budget budget, Window window) throws IOException {
        account = "%s,%s,%s,".formatted(text(budget.name()), window.period().name(), window.start());
        out.append(String.join(",", HEADER)).append("\r\n");
    }

    @Override
    public void line(Appendable out, StatementLine line) throws IOException {
        Entry entry = line.entry();
        out.append(account)
                .append("%s,%s,%s,%s,%s,%s,%s,%s\r\n"
                        .formatted(
                                entry.at(),
                                entry.kind(),
                                entry.reservation(),
                                entry.spent().toPlainString(),
                                entry.held().toPlainString(),
                                entry.allowance().toPlainString(),
                                entry.note()
                                        .map(Note::author)
                                        .map(CsvFormat::text)
                                        .orElse(""),
                                entry.note()
                                        .map(Note::reason)
                                        .map(CsvFormat::text)
                                        .orElse("")));
    }

    @Override
    public void end(Appendable out, Balance balance, boolean agrees) {
        // The lines are all there is.
    }

    private static String text(String text) {
        String harmless = FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean isPlain = harmless.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return isPlain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
