package io.leadfactory.suite.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A table with a title that can be shown as plain text and as Markdown. For one thread. */
public final class Table {
    private static final Pattern FIGURE = Pattern.compile("-|[\\d.]+( \\([\\d.]+\\))?");

    private final String title;
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** Starts a table. */
    public Table(String title, List<String> head) {
        this.title = title;
        this.head = List.copyOf(head);
    }

    /** Adds a row with as many cells as the head has. */
    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** {@return whether there are no rows} */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** {@return the title} */
    public String title() {
        return title;
    }

    /** {@return the names of the columns} */
    public List<String> head() {
        return head;
    }

    /** {@return the rows} */
    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /** {@return the table for a console, figures to the right} */
    public String text() {
        StringBuilder text = new StringBuilder(title).append('\n');
        List<List<String>> all = new ArrayList<>(rows);
        all.add(0, head);
        for (List<String> row : all) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = all.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(0);
                String pad = " ".repeat(width - row.get(i).length());
                text.append(i == 0 ? "" : "  ").append(isFigures(i) ? pad + row.get(i) : row.get(i) + pad);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private boolean isFigures(int column) {
        return column > 0
                && rows.stream().allMatch(row -> FIGURE.matcher(row.get(column)).matches());
    }

    /** {@return the table as Markdown, with the title as a heading} */
    public String markdown() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n| ");
        text.append(String.join(" | ", head)).append(" |\n|");
        for (int i = 0; i < head.size(); i++) {
            text.append(isFigures(i) ? " ---: |" : " --- |");
        }
        text.append('\n');
        for (List<String> row : rows) {
            text.append("| ").append(String.join(" | ", row)).append(" |\n");
        }
        return text.toString();
    }
}
