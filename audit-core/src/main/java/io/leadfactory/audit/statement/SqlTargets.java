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
 * semicolon, after EXPLAIN, behind or within WITH, and within parentheses (data-modifying CTEs, H2's delta tables). Names
 * may be quoted and qualified. Where several tables stand in the head of an UPDATE or DELETE, all of them count, though
 * some may only be read. It does not see what happens inside the database: procedures, triggers, rules, cascades, views;
 * nor COPY, LOAD DATA and what a procedural block does.
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

    private final List<Token> tokens;
    private final Set<Target> targets = new LinkedHashSet<>();
    private int position;

    private SqlTargets(List<Token> tokens) {
        this.tokens = tokens;
    }

    static List<Target> read(String sql) {
        SqlTargets reader = new SqlTargets(SqlTokens.ofSql(sql));
        reader.read();
        return new ArrayList<>(reader.targets);
    }

    private void read() {
        boolean mayBegin = true;
        int depth = 0;
        boolean with = false;
        while (position < tokens.size()) {
            Token token = tokens.get(position++);
            if (token.is("(")) {
                depth++;
                mayBegin = true;
            } else if (token.is(")")) {
                depth--;
                mayBegin = with && depth == 0;
            } else if (token.is(";")) {
                mayBegin = true;
                with = false;
                depth = 0;
            } else if (mayBegin) {
                with |= token.is("with");
                mayBegin = isPrefix(token) || begin(token);
            }
        }
    }

    private static boolean isPrefix(Token token) {
        return token.is("explain") || token.is("analyze") || token.is("verbose") || token.is("begin");
    }

    /** Reads the head that begins with this token, if one does. */
    private boolean begin(Token token) {
        String verb = token.text().toLowerCase(Locale.ROOT);
        if (token.kind() != SqlTokens.Kind.WORD) {
            return false;
        }
        switch (verb) {
            case "insert", "replace", "merge" -> one(verb.equals("replace") ? "merge" : verb);
            case "update" -> several(verb, "set");
            case "truncate" -> several(verb, ";");
            case "delete" -> delete();
            default -> {}
        }
        return false;
    }

    private void one(String verb) {
        skipModifiers();
        name(verb);
    }

    private void delete() {
        if (position < tokens.size() && tokens.get(position).is("from")) {
            one("delete");
            return;
        }
        // Tables may be named before FROM, often by their aliases: then those behind it count.
        int named = position;
        while (position < tokens.size()
                && !tokens.get(position).is("from")
                && !tokens.get(position).is("where")) {
            position++;
        }
        if (position < tokens.size() && tokens.get(position).is("from")) {
            several("delete", "where");
        } else {
            position = named;
            one("delete");
        }
    }

    /** The tables of a list or join up to a word. */
    private void several(String verb, String end) {
        skipModifiers();
        name(verb);
        while (position < tokens.size()) {
            Token token = tokens.get(position);
            if (token.is(end) || token.is(";") || token.is("(") || token.is(")")) {
                return;
            }
            position++;
            if (token.is(",") || token.is("join")) {
                skipModifiers();
                name(verb);
            }
        }
    }

    private void skipModifiers() {
        while (position < tokens.size()
                && tokens.get(position).kind() == SqlTokens.Kind.WORD
                && MODIFIERS.contains(tokens.get(position).text().toLowerCase(Locale.ROOT))) {
            position++;
        }
    }

    private void name(String verb) {
        String table = null;
        while (position < tokens.size() && tokens.get(position).isName()) {
            table = tokens.get(position++).text();
            if (position >= tokens.size() || !tokens.get(position).is(".")) {
                break;
            }
            position++;
        }
        if (table != null) {
            targets.add(new Target(verb, table.toLowerCase(Locale.ROOT)));
        }
    }
}
