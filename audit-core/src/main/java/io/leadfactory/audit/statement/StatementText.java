package io.leadfactory.audit.statement;

import java.util.List;

/** The text of a statement without the values that are written into it. */
final class StatementText {
    private StatementText() {}

    static String ofHql(String hql) {
        return withoutLiterals(hql, SqlTokens.ofHql(hql));
    }

    static String ofSql(String sql) {
        return withoutLiterals(sql, SqlTokens.ofSql(sql));
    }

    /** Comments go too: nobody knows what they hold. */
    private static String withoutLiterals(String text, List<SqlTokens.Token> tokens) {
        StringBuilder masked = new StringBuilder();
        int last = 0;
        for (SqlTokens.Token token : tokens) {
            if (token.start() > last && !masked.isEmpty()) {
                masked.append(' ');
            }
            if (token.kind() == SqlTokens.Kind.LITERAL) {
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
