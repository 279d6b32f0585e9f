package io.leadfactory.suite.benchmark.report;

import java.util.ArrayList;
import java.util.List;

/** A table with a title that can be shown as plain text and as Markdown. For one thread. */
public final class Table {
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

    /** {@return the table for a console} */
    public String text() {
        int[] widths = new int[head.size()];
        List<List<String>> all = new ArrayList<>(rows);
        all.add(0, head);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder(title).append('\n');
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                boolean figure = i > 0 && i < widths.length && isFigure(row.get(i), all, i);
                text.append(i == 0 ? "" : "  ").append(figure ? pad + row.get(i) : row.get(i) + pad);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static boolean isFigure(String cell, List<List<String>> all, int column) {
        String below = all.size() > 1 ? all.get(all.size() - 1).get(column) : cell;
        return !below.isEmpty() && (Character.isDigit(below.charAt(0)) || below.equals("-"));
    }

    /** {@return the table as Markdown, with the title as a heading} */
    public String markdown() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n| ");
        text.append(String.join(" | ", head)).append(" |\n|");
        for (int i = 0; i < head.size(); i++) {
            text.append(i == 0 ? " --- |" : " ---: |");
        }
        text.append('\n');
        for (List<String> row : rows) {
            text.append("| ").append(String.join(" | ", row)).append(" |\n");
        }
        return text.toString();
    }
}
