package io.leadfactory.suite.contract;

import io.leadfactory.perf.judge.Limit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The limits in force: the contract's, with those that the person running it has replaced. Immutable.
 *
 * <p>A replacement is a setting {@code perf.limit.<id>.<metric>}, as {@code perf.limit.A1.mean=40ms}, or
 * {@code perf.limit.<id>.<part>.<metric>}, as {@code perf.limit.I2.refused.p95=5ms}. It replaces the value only: whether
 * the figure must lie below or above stays as the contract says.
 */
public final class Limits {
    /** What the name of each such setting starts with. */
    public static final String PREFIX = "perf.limit.";

    private final Map<String, Limit> limits;

    private Limits(Map<String, Limit> limits) {
        this.limits = limits;
    }

    /**
     * Returns the contract's limits with replacements.
     *
     * @param settings all settings; those whose name does not start with {@link #PREFIX} are not looked at
     * @return the limits in force
     * @throws SettingException if a replacement names an unknown scenario or limit, or is no number of at least 0
     */
    public static Limits of(Map<String, String> settings) {
        Map<String, Limit> limits = new LinkedHashMap<>();
        for (Row row : Row.values()) {
            for (Clause clause : row.clauses()) {
                limits.put(name(row, clause.key()), clause.limit());
            }
        }
        new TreeMap<>(settings).forEach((key, text) -> {
            if (key.startsWith(PREFIX)) {
                replace(limits, key, text);
            }
        });
        return new Limits(limits);
    }

    /**
     * Returns the names of all settings that replace a limit.
     *
     * @return the names in the contract's order
     */
    public static List<String> settings() {
        return Arrays.stream(Row.values())
                .flatMap(row -> row.clauses().stream().map(clause -> PREFIX + name(row, clause.key())))
                .toList();
    }

    private static void replace(Map<String, Limit> limits, String key, String text) {
        String rest = key.substring(PREFIX.length());
        int dot = rest.indexOf('.');
        Row row = Row.of(dot < 0 ? rest : rest.substring(0, dot));
        String clause = dot < 0 ? "" : rest.substring(dot + 1).toLowerCase(Locale.ROOT);
        Limit limit = limits.get(name(row, clause));
        if (limit == null) {
            throw new SettingException("scenario " + row + " has no limit \"" + clause + "\" (" + key
                    + "): choose among "
                    + row.clauses().stream().map(Clause::key).collect(Collectors.joining(", ")));
        }
        limits.put(
                name(row, clause),
                limit.withValue(LimitText.parse(key, text, limit.metric().unit())));
    }

    /**
     * Returns the limits of a scenario's main operation.
     *
     * @param row the scenario
     * @return its limits in the contract's order
     */
    public List<Limit> of(Row row) {
        return of(row, "");
    }

    /**
     * Returns the limits of one part of a scenario.
     *
     * @param row the scenario
     * @param part the part
     * @return its limits in the contract's order
     * @throws IllegalArgumentException if the scenario has no limits for such a part
     */
    public List<Limit> of(Row row, String part) {
        List<Limit> found = row.clauses().stream()
                .filter(clause -> clause.part().equals(part))
                .map(clause -> limits.get(name(row, clause.key())))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("scenario " + row + " has no limits for a part \"" + part + "\"");
        }
        return found;
    }

    private static String name(Row row, String clause) {
        return row.name() + "." + clause;
    }
}
