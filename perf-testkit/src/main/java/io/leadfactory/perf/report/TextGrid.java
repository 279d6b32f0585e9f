package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in plain characters: the first column is cut to fit, figures are right-aligned. For one thread. */
final class TextGrid {
    private static final String GAP = "  ";
    private static final int NARROWEST = 24;

    private final int width;
    private final ConsoleReport.Ink ink;
    private final List<String> head;
    private final int firstFigure;
    private final List<List<String>> rows = new ArrayList<>();

    /** Starts with the column names; those from the given one to the last but one hold figures. */
    TextGrid(int width, ConsoleReport.Ink ink, List<String> head, int firstFigure) {
        this.width = width;
        this.ink = ink;
        this.head = head;
        this.firstFigure = firstFigure;
    }

    void add(List<String> cells) {
        rows.add(cells.stream().map(Plain::line).toList());
    }

    void appendTo(StringBuilder out) {
        int[] widths = new int[head.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = length(head.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        int others = Arrays.stream(widths).skip(1).sum() + GAP.length() * (widths.length - 1);
        widths[0] = Math.min(widths[0], Math.max(width - others, NARROWEST));

        appendRow(out, head, widths, false);
        for (int column = 0; column < widths.length; column++) {
            out.append(column == 0 ? "" : GAP).append("-".repeat(widths[column]));
        }
        out.append('\n');
        rows.forEach(row -> appendRow(out, row, widths, true));
    }

    private void appendRow(StringBuilder out, List<String> cells, int[] widths, boolean painted) {
        int last = cells.size() - 1;
        for (int column = 0; column < last; column++) {
            String cell = Plain.cut(cells.get(column), widths[column]);
            String pad = " ".repeat(widths[column] - length(cell));
            out.append(column >= firstFigure ? pad + cell : cell + pad).append(GAP);
        }
        String result = cells.get(last);
        out.append(painted ? painted(result) : result).append('\n');
    }

    private String painted(String result) {
        for (Verdict verdict : Verdict.values()) {
            if (verdict.name().equals(result)) {
                return ink.verdict(verdict, result);
            }
        }
        return result;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
