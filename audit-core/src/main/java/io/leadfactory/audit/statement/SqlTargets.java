package io.leadfactory.audit.statement;

import io.leadfactory.audit.statement.SqlTokens.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which tables an SQL text changes, as far as its words tell. For one thread.
 *
 * <p>It reads INSERT, REPLACE, UPDATE, DELETE, MERGE and TRUNCATE where a statement may begin: at the start, after a
 * semicolon, after EXPLAIN or ANALYZE and their options, behind or within WITH, and within parentheses (data-modifying
 * CTEs, H2's delta tables). Names may be quoted and qualified. Where several tables stand in the head of an UPDATE or
 * DELETE, all of them count, though some may only be read. It does not see what happens inside the database: procedures,
 * triggers, rules, cascades, views; nor COPY, LOAD DATA and what a procedural block does.
 */
final class SqlTargets {
    /** A change of a table; names are in lower case and without quotes, the table without its schema. */
    record Target(String verb, String table) {}

    private static final Set<String> MODIFIERS = Set.of(
            "into",
            "from",
            "only",
            "table",
            "low_priority",
            "high_priority",
            "delayed",
            "quick",
            "ignore",
            "overwrite",
            "or",
            "rollback",
            "abort",
            "replace",
            "fail");
    /** Behind one of these words a table may stand. */
    private static final Set<String> SEPARATORS = Set.of(",", "join", "straight_join");
    /** What may follow the name of a table, and is no name of a table itself. */
    private static final Set<String> FOLLOWERS = Set.of(
            "set", "where", "as", "values", "value", "select", "default", "using", "order", "limit", "returning");
    /** What ends the list of tables in a DELETE. */
    private static final Set<String> AFTER_DELETE = Set.of("where", "order", "limit", "returning");

    private final List<Token> tokens;
    private final SqlSyntax syntax;
    private final Set<Target> targets = new LinkedHashSet<>();
    private int position;
    private int depth;

    private SqlTargets(List<Token> tokens, SqlSyntax syntax) {
        this.tokens = tokens;
        this.syntax = syntax;
    }

    static List<Target> read(String sql, SqlSyntax syntax) {
        SqlTargets reader = new SqlTargets(SqlTokens.ofSql(sql, syntax), syntax);
        reader.read();
        return new ArrayList<>(reader.targets);
    }

    /**
     * {@return the names that stand between SET and WHERE, in lower case: the columns that updates set, and what they set
     * them from}
     */
    static Set<String> assigned(String sql, SqlSyntax syntax) {
        Set<String> assigned = new LinkedHashSet<>();
        int depth = 0;
        int within = -1;
        for (Token token : SqlTokens.ofSql(sql, syntax)) {
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            }
            if (token.is("set") && within < 0) {
                within = depth;
            } else if (depth < within || token.is(";") || (token.is("where") && depth == within)) {
                within = -1;
            } else if (within >= 0 && token.isName()) {
                assigned.add(token.text().toLowerCase(Locale.ROOT));
            }
        }
        return assigned;
    }

    private void read() {
        boolean mayBegin = true;
        // Behind WITH or EXPLAIN anything may stand before the statement itself.
        boolean awaited = false;
        while (position < tokens.size()) {
            Token token = tokens.get(position++);
            if (token.is("(")) {
                depth++;
                mayBegin = true;
            } else if (token.is(")")) {
                depth--;
                mayBegin = awaited && depth == 0;
            } else if (token.is(";")) {
                mayBegin = true;
                awaited = false;
                depth = 0;
            } else if (mayBegin) {
                boolean outer = depth == 0;
                awaited |= outer && isPrefix(token);
                boolean begun = begin(token);
                awaited &= !(outer && begun);
                mayBegin = awaited && depth == 0;
            }
        }
    }

    private boolean isPrefix(Token token) {
        return token.is("with")
                || token.is("explain")
                || token.is("analyze")
                || token.is("begin")
                || (token.is("set") && isAt("statement"));
    }

    /** Reads the head that begins with this token, if one does; a query has none, but begins a statement too. */
    private boolean begin(Token token) {
        if (token.kind() != SqlTokens.Kind.WORD) {
            return false;
        }
        String verb = token.text().toLowerCase(Locale.ROOT);
        switch (verb) {
            case "insert", "replace", "merge" -> one(verb.equals("replace") ? "merge" : verb);
            case "update" -> several(verb, Set.of("set"));
            case "truncate" -> truncate();
            case "delete" -> delete();
            case "select", "values", "table" -> {
                return true;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void one(String verb) {
        skipModifiers();
        name(verb);
    }

    private void truncate() {
        // Else it is the function of that name.
        if (!isAt("(")) {
            several("truncate", Set.of());
        }
    }

    private void delete() {
        if (isAt("from")) {
            if (syntax == SqlSyntax.MYSQL) {
                // What is named here may be an alias of what stands behind USING.
                several("delete", AFTER_DELETE);
            } else {
                one("delete");
            }
            return;
        }
        // Tables may be named before FROM, often by their aliases: then those behind it count.
        int named = position;
        while (position < tokens.size() && !isAt("from") && !isAt("where") && !isAt(";") && !isAt(")")) {
            position++;
        }
        if (isAt("from")) {
            several("delete", AFTER_DELETE);
        } else {
            position = named;
            one("delete");
        }
    }

    /** The tables of a list or join up to a word. Queries, conditions and other things in parentheses are only read. */
    private void several(String verb, Set<String> ends) {
        int outer = depth;
        tableOrJoin(verb);
        while (position < tokens.size() && !isAt(";")) {
            if (isAt("(")) {
                skipParentheses();
                continue;
            }
            if (isAt(")")) {
                if (depth == outer) {
                    return;
                }
                depth--;
            }
            String word = lower(position);
            if (ends.contains(word)) {
                return;
            }
            position++;
            if (SEPARATORS.contains(word) || (word.equals("using") && syntax == SqlSyntax.MYSQL && !isAt("("))) {
                tableOrJoin(verb);
            }
        }
    }

    private void tableOrJoin(String verb) {
        skipModifiers();
        while (isAt("(") && !isQuery(position + 1)) {
            depth++;
            position++;
            skipModifiers();
        }
        name(verb);
    }

    private boolean isQuery(int at) {
        String word = lower(at);
        return word.equals("select") || word.equals("with") || word.equals("values") || word.equals("table");
    }

    private void skipParentheses() {
        int open = 0;
        do {
            if (isAt("(")) {
                open++;
            } else if (isAt(")")) {
                open--;
            }
            position++;
        } while (open > 0 && position < tokens.size());
    }

    /** A table may have the name of a modifier, unless another name follows. */
    private void skipModifiers() {
        while (MODIFIERS.contains(lower(position))) {
            if (isAt("only")
                    && position + 1 < tokens.size()
                    && tokens.get(position + 1).is("(")) {
                depth++;
                position += 2;
                return;
            }
            boolean nameFollows = position + 1 < tokens.size()
                    && tokens.get(position + 1).isName()
                    && !FOLLOWERS.contains(lower(position + 1));
            boolean reserved = isAt("into") || isAt("from") || isAt("only") || isAt("table");
            if (!nameFollows && !reserved) {
                return;
            }
            position++;
        }
    }

    private boolean isAt(String word) {
        return position < tokens.size() && tokens.get(position).is(word);
    }

    /** The word or symbol there in lower case; empty for a quoted name, a literal and behind the end. */
    private String lower(int at) {
        if (at >= tokens.size()) {
            return "";
        }
        Token token = tokens.get(at);
        boolean plain = token.kind() == SqlTokens.Kind.WORD || token.kind() == SqlTokens.Kind.SYMBOL;
        return plain ? token.text().toLowerCase(Locale.ROOT) : "";
    }

    private void name(String verb) {
        String table = null;
        while (position < tokens.size() && tokens.get(position).isName()) {
            table = tokens.get(position++).text();
            if (!isAt(".")) {
                break;
            }
            position++;
        }
        if (table != null) {
            targets.add(new Target(verb, table.toLowerCase(Locale.ROOT)));
        }
    }
}
