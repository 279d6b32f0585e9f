package io.leadfactory.budget.statement;

import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Window;
import java.io.IOException;
import java.util.Locale;

/** A table in plain text, its figures to the right. */
final class TableFormat implements StatementFormat {
    private static final String ROW = "%-24s  %-15s %14s %14s %14s  %14s %14s  %s%n";

    @Override
    public void begin(Appendable out, Budget budget, Window window) throws IOException {
        out.append("Statement of budget \"%s\", %s%n%n".formatted(budget.name(), window));
        out.append(
                ROW.formatted("at", "entry", "spent", "held", "allowance", "spent in all", "held in all", "who and why")
                        .stripTrailing());
        out.append(System.lineSeparator());
    }

    @Override
    public void line(Appendable out, StatementLine line) throws IOException {
        Entry entry = line.entry();
        String note =
                entry.note().map(each -> each.author() + ": " + each.reason()).orElse("");
        out.append(ROW.formatted(
                        entry.at(),
                        entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        change(entry.spentUnits()),
                        change(entry.heldUnits()),
                        change(entry.allowanceUnits()),
                        amount(line.after().spent()),
                        amount(line.after().held()),
                        oneLine(note))
                .stripTrailing());
        out.append(System.lineSeparator());
    }

    @Override
    public void end(Appendable out, Balance balance, boolean agrees) throws IOException {
        out.append("%nspent %s, held %s, free %s of %s: %s%n"
                .formatted(
                        balance.spent().toPlainString(),
                        balance.held().toPlainString(),
                        balance.free().toPlainString(),
                        balance.limit().toPlainString(),
                        balance.status()));
        out.append(
                agrees
                        ? "the entries add up to it%n".formatted()
                        : "THE ENTRIES DO NOT ADD UP TO IT, unless something was recorded while they were read%n"
                                .formatted());
    }

    private static String change(long units) {
        return units == 0 ? "" : (units > 0 ? "+" : "") + amount(units);
    }

    private static String amount(long units) {
        return NanoUnits.toDecimal(units).toPlainString();
    }

    /** What people wrote could draw lines of its own. */
    private static String oneLine(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
