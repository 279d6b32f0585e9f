package io.leadfactory.perf.report;

/** Makes foreign text fit for one line: no line break, no control character, nothing that a terminal would obey. */
final class Plain {
    private Plain() {}

    static String line(String text) {
        return visible(text, false);
    }

    /** The same for text of many lines, which keeps its line feeds. */
    static String lines(String text) {
        return visible(text, true);
    }

    /** Returns the type of an exception's text, which stands before its message. */
    static String type(String error) {
        return line(error.split("[:\\s]", 2)[0]);
    }

    private static String visible(String text, boolean lines) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            int type = Character.getType(point);
            boolean hidden = (Character.isISOControl(point) && !(lines && point == '\n'))
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            line.appendCodePoint(hidden ? ' ' : point);
        });
        return line.toString();
    }

    /** Cuts a line to a number of characters; what is cut shows as three dots. */
    static String cut(String line, int width) {
        int points = line.codePointCount(0, line.length());
        return points <= width ? line : line.substring(0, line.offsetByCodePoints(0, Math.max(width - 3, 0))) + "...";
    }
}
