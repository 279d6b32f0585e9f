package io.leadfactory.audit.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words, names, literals and symbols of an SQL or HQL text; comments and blanks are left out, but what MySQL and
 * MariaDB execute inside of a comment is read. Immutable.
 */
final class SqlTokens {
    /** What a token is. */
    enum Kind {
        WORD,
        QUOTED_NAME,
        LITERAL,
        SYMBOL
    }

    /** A piece of the text; a quoted name comes without its quotes. */
    record Token(Kind kind, String text, int start, int end) {
        boolean is(String word) {
            return kind != Kind.QUOTED_NAME && kind != Kind.LITERAL && text.equalsIgnoreCase(word);
        }

        boolean isName() {
            return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
        }
    }

    private final String text;
    private final boolean doubleQuotesAreLiterals;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private SqlTokens(String text, boolean doubleQuotesAreLiterals) {
        this.text = text;
        this.doubleQuotesAreLiterals = doubleQuotesAreLiterals;
    }

    static List<Token> ofSql(String sql) {
        return new SqlTokens(sql, false).read();
    }

    static List<Token> ofHql(String hql) {
        return new SqlTokens(hql, true).read();
    }

    private List<Token> read() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (Character.isWhitespace(c)) {
                position++;
            } else if (text.startsWith("--", position)) {
                position = endOf("\n", position + 2);
            } else if (text.startsWith("/*!", position)) {
                position += 3;
                skipDigits();
            } else if (text.startsWith("/*", position)) {
                position = endOf("*/", position + 2);
            } else if (text.startsWith("*/", position)) {
                position += 2;
            } else if (c == '\'') {
                quoted(Kind.LITERAL, '\'');
            } else if (c == '"') {
                quoted(doubleQuotesAreLiterals ? Kind.LITERAL : Kind.QUOTED_NAME, '"');
            } else if (c == '`') {
                quoted(Kind.QUOTED_NAME, '`');
            } else if (c == '$') {
                dollar();
            } else if (Character.isDigit(c)) {
                number();
            } else if (isWordPart(c)) {
                word();
            } else {
                add(Kind.SYMBOL, String.valueOf(c), position, position + 1);
            }
        }
        return tokens;
    }

    private void skipDigits() {
        while (position < text.length() && Character.isDigit(text.charAt(position))) {
            position++;
        }
    }

    private void quoted(Kind kind, char quote) {
        int end = position + 1;
        while (end < text.length()) {
            if (text.charAt(end) == quote) {
                if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
                    end++;
                } else {
                    break;
                }
            }
            end++;
        }
        int close = Math.min(end, text.length());
        String inside = text.substring(position + 1, close);
        add(kind, inside, position, Math.min(end + 1, text.length()));
    }

    /** A text of PostgreSQL between two equal tags, or a mere symbol. */
    private void dollar() {
        int tagEnd = position + 1;
        while (tagEnd < text.length() && isWordPart(text.charAt(tagEnd))) {
            tagEnd++;
        }
        if (tagEnd < text.length() && text.charAt(tagEnd) == '$') {
            String tag = text.substring(position, tagEnd + 1);
            add(Kind.LITERAL, "", position, endOf(tag, tagEnd + 1));
        } else {
            // The number of a parameter belongs to it.
            add(Kind.SYMBOL, "$", position, tagEnd);
        }
    }

    private void number() {
        int end = position;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || isPoint(end) || isExponentSign(end))) {
            end++;
        }
        boolean parameter = !tokens.isEmpty()
                && tokens.get(tokens.size() - 1).end() == position
                && tokens.get(tokens.size() - 1).is("?");
        add(parameter ? Kind.SYMBOL : Kind.LITERAL, text.substring(position, end), position, end);
    }

    private boolean isPoint(int at) {
        return text.charAt(at) == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    }

    private boolean isExponentSign(int at) {
        char c = text.charAt(at);
        return (c == '-' || c == '+')
                && Character.toLowerCase(text.charAt(at - 1)) == 'e'
                && at + 1 < text.length()
                && Character.isDigit(text.charAt(at + 1))
                && !text.substring(position, at).toLowerCase(Locale.ROOT).startsWith("0x");
    }

    private void word() {
        int end = position;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        add(Kind.WORD, text.substring(position, end), position, end);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private int endOf(String mark, int from) {
        int at = text.indexOf(mark, from);
        return at < 0 ? text.length() : at + mark.length();
    }

    private void add(Kind kind, String token, int start, int end) {
        tokens.add(new Token(kind, token, start, end));
        position = end;
    }
}
