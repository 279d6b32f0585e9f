package io.leadfactory.budget.statement;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What happened to a budget in one period. Thread-safe. Each time that it is read or written it asks the ledger anew, and never
 * keeps more than one entry in memory.
 */
public final class Statement {
    private final Account account;
    private final EntrySource entries;

    /**
     * Of an account.
     *
     * @param account the account
     * @param entries its entries
     */
    public Statement(Account account, EntrySource entries) {
        this.account = account;
        this.entries = entries;
    }

    /**
     * {@return where the account stands}
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public Balance balance() {
        return account.balance(account.totals());
    }

    /**
     * Hands over each entry with the running balance, the oldest first.
     *
     * @param consumer what takes them
     * @return what all of them add up to
     * @throws LedgerException if the ledger cannot be read
     */
    public Totals forEach(Consumer<StatementLine> consumer) {
        Totals[] sum = {Totals.ZERO};
        entries.forEach(entry -> {
            sum[0] = sum[0].plus(entry);
            consumer.accept(new StatementLine(entry, sum[0]));
        });
        return sum[0];
    }

    /**
     * {@return what the entries of each kind add up to; kinds without any are left out}
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public Map<Entry.Kind, Totals> sums() {
        Map<Entry.Kind, Totals> sums = new EnumMap<>(Entry.Kind.class);
        entries.forEach(entry -> sums.put(
                entry.kind(), sums.getOrDefault(entry.kind(), Totals.ZERO).plus(entry)));
        return sums;
    }

    /**
     * Writes a table for people: a title, a line for each entry, and the balance.
     *
     * @param out where it goes
     * @throws LedgerException if the ledger cannot be read
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeTable(Appendable out) {
        write(out, new TableFormat());
    }

    /**
     * Writes CSV (RFC 4180): a header, and a line for each entry. Amounts are decimal numbers, instants ISO 8601 in UTC. What
     * people have written gets an apostrophe before it if a spreadsheet would take it for a formula.
     *
     * @param out where it goes
     * @throws LedgerException if the ledger cannot be read
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeCsv(Appendable out) {
        write(out, new CsvFormat());
    }

    /**
     * Writes JSON: one object with {@code budget}, {@code period}, {@code start}, {@code end} unless it never ends, {@code
     * entries}, {@code spent}, {@code held}, {@code free}, {@code limit}, {@code status} and {@code agrees}. Amounts are
     * strings, lest a reader makes floating point of them.
     *
     * @param out where it goes
     * @throws LedgerException if the ledger cannot be read
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeJson(Appendable out) {
        write(out, new JsonFormat());
    }

    private void write(Appendable out, StatementFormat format) {
        try {
            Budget budget = account.budget();
            format.begin(out, budget, account.window());
            Totals sum = forEach(line -> {
                try {
                    format.line(out, line);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            Totals totals = account.totals();
            format.end(out, account.balance(totals), sum.equals(totals));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
