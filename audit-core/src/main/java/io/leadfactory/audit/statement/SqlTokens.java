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

    private static final char FIRST_BEYOND_ASCII = '\u0080';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private final SqlSyntax syntax;
    private final boolean doubleQuotesAreLiterals;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private SqlTokens(String text, SqlSyntax syntax, boolean doubleQuotesAreLiterals) {
        this.text = text;
        this.syntax = syntax;
        this.doubleQuotesAreLiterals = doubleQuotesAreLiterals;
    }

    static List<Token> ofSql(String sql, SqlSyntax syntax) {
        return new SqlTokens(sql, syntax, false).read();
    }

    static List<Token> ofHql(String hql) {
        return new SqlTokens(hql, SqlSyntax.STANDARD, true).read();
    }

    private List<Token> read() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (isBlank(c)) {
                position++;
            } else if (isLineComment()) {
                lineComment();
            } else if (text.startsWith("/*", position)) {
                comment();
            } else if (syntax == SqlSyntax.MYSQL && text.startsWith("*/", position)) {
                position += 2;
            } else if (c == '\'') {
                quoted(Kind.LITERAL, '\'', syntax == SqlSyntax.MYSQL || isAfterEscapeMark());
            } else if (c == '"') {
                quoted(doubleQuotesAreLiterals ? Kind.LITERAL : Kind.QUOTED_NAME, '"', syntax == SqlSyntax.MYSQL);
            } else if (c == '`') {
                quoted(Kind.QUOTED_NAME, '`', false);
            } else if (c == '$' && syntax != SqlSyntax.MYSQL) {
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

    /** H2 takes every kind of blank for one; elsewhere those beyond ASCII mean nothing. */
    private static boolean isBlank(char c) {
        return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK;
    }

    private boolean isLineComment() {
        if (text.startsWith("--", position)) {
            int after = position + 2;
            return syntax != SqlSyntax.MYSQL || after == text.length() || text.charAt(after) <= ' ';
        }
        return switch (syntax) {
            case MYSQL -> text.charAt(position) == '#';
            case H2 -> text.startsWith("//", position);
            case STANDARD -> false;
        };
    }

    private void lineComment() {
        while (position < text.length() && !isLineEnd(text.charAt(position))) {
            position++;
        }
    }

    private boolean isLineEnd(char c) {
        return c == '\n' || (c == '\r' && syntax != SqlSyntax.MYSQL);
    }

    private void comment() {
        if (syntax == SqlSyntax.MYSQL) {
            boolean mariaDb = text.startsWith("/*M!", position);
            if (mariaDb || text.startsWith("/*!", position)) {
                position += mariaDb ? 4 : 3;
                skipDigits();
            } else {
                position = endOf("*/", position + 2);
            }
            return;
        }
        int depth = 0;
        do {
            if (text.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (text.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < text.length());
    }

    private void skipDigits() {
        while (position < text.length() && Character.isDigit(text.charAt(position))) {
            position++;
        }
    }

    /** Whether an E stands right before a text, so that backslashes are escapes in it. */
    private boolean isAfterEscapeMark() {
        Token last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
        return syntax == SqlSyntax.STANDARD && last != null && last.end() == position && last.is("e");
    }

    private void quoted(Kind kind, char quote, boolean backslashes) {
        int end = position + 1;
        while (end < text.length()) {
            if (backslashes && text.charAt(end) == '\\') {
                end++;
            } else if (text.charAt(end) == quote) {
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

    /** A text between two equal tags, or a mere symbol. */
    private void dollar() {
        int tagEnd = position + 1;
        while (tagEnd < text.length() && text.charAt(tagEnd) != '$' && isWordPart(text.charAt(tagEnd))) {
            tagEnd++;
        }
        boolean isTag = tagEnd == position + 1
                || (syntax == SqlSyntax.STANDARD && !Character.isDigit(text.charAt(position + 1)));
        if (isTag && tagEnd < text.length() && text.charAt(tagEnd) == '$') {
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
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || (c >= FIRST_BEYOND_ASCII && !isBlank(c));
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
