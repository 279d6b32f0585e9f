package io.leadfactory.audit.statement;

import java.util.List;

/** The text of a statement without the values that are written into it. */
final class StatementText {
    private StatementText() {}

    static String ofHql(String hql) {
        return withoutLiterals(hql, SqlTokens.ofHql(hql), false);
    }

    /** Where it depends on the session whether double quotes hold a name or a text, they may hold a value. */
    static String ofSql(String sql, SqlSyntax syntax) {
        return withoutLiterals(sql, SqlTokens.ofSql(sql, syntax), syntax == SqlSyntax.MYSQL);
    }

    /** Comments go too: nobody knows what they hold. */
    private static String withoutLiterals(String text, List<SqlTokens.Token> tokens, boolean hidesDoubleQuotes) {
        StringBuilder masked = new StringBuilder();
        int last = 0;
        for (SqlTokens.Token token : tokens) {
            if (token.start() > last && !masked.isEmpty()) {
                masked.append(' ');
            }
            boolean hidden = hidesDoubleQuotes && text.charAt(token.start()) == '"';
            if (hidden || token.kind() == SqlTokens.Kind.LITERAL) {
                masked.append(token.start() < text.length() && isQuote(text.charAt(token.start())) ? "'***'" : "***");
            } else {
                masked.append(text, token.start(), token.end());
            }
            last = token.end();
        }
        return masked.toString();
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '$';
    }
}
