package io.leadfactory.audit.export;

import io.leadfactory.audit.record.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record to an event, as RFC 4180 has it: commas, quotes doubled, lines ended by CR LF. For one thread.
 *
 * <p>Null is an empty field and the empty text is {@code ""}, as in PostgreSQL. A text that a spreadsheet would take for a
 * formula gets an apostrophe in front; so does one that begins with an apostrophe, so that taking one away gives the
 * text back.
 */
final class CsvLines extends EventLines {
    /** What starts a formula (OWASP, CSV injection), with the full-width forms that some spreadsheets accept. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n'\uFF1D\uFF0B\uFF0D\uFF20";

    @Override
    String header() {
        return String.join(",", FIELDS) + "\r\n";
    }

    @Override
    void text(String field, @Nullable String text) {
        separate(field);
        if (text != null) {
            quote(isFormula(text) ? '\'' + text : text);
        }
    }

    @Override
    void number(String field, long number) {
        separate(field);
        line.append(number);
    }

    @Override
    void members(String field, Map<String, @Nullable String> members) {
        separate(field);
        if (!members.isEmpty()) {
            StringBuilder json = new StringBuilder();
            JsonText.append(members, json);
            quote(json.toString());
        }
    }

    @Override
    void flag(String field, boolean flag) {
        separate(field);
        line.append(flag);
    }

    @Override
    void end() {
        line.append("\r\n");
    }

    private void separate(String field) {
        if (!field.equals(FIELDS.get(0))) {
            line.append(',');
        }
    }

    private void quote(String text) {
        if (!text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
            line.append(text);
            return;
        }
        line.append('"').append(text.replace("\"", "\"\"")).append('"');
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 && !isNegativeNumber(text);
    }

    private static boolean isNegativeNumber(String text) {
        return text.length() > 1
                && text.charAt(0) == '-'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }
}
