package io.leadfactory.suite.contract;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The scenarios to measure. Immutable.
 *
 * <p>Settings: {@code perf.groups}, group names between commas; {@code perf.scenarios}, ids between commas. A scenario is
 * measured if either names it; all are if neither is given.
 */
public final class Selection {
    /** The setting with the groups. */
    public static final String GROUPS = "perf.groups";
    /** The setting with the scenarios. */
    public static final String SCENARIOS = "perf.scenarios";

    private final Set<Row> rows;

    private Selection(Set<Row> rows) {
        this.rows = rows;
    }

    /**
     * Reads the selection.
     *
     * @param settings all settings
     * @return the selection
     * @throws SettingException if a name is unknown or a list is given but empty
     */
    public static Selection of(Map<String, String> settings) {
        String groups = settings.get(GROUPS);
        String scenarios = settings.get(SCENARIOS);
        if (groups == null && scenarios == null) {
            return new Selection(EnumSet.allOf(Row.class));
        }
        Set<Row> rows = EnumSet.noneOf(Row.class);
        if (groups != null) {
            for (String name : groups.split(",", -1)) {
                Group group = Group.of(name);
                Arrays.stream(Row.values()).filter(row -> row.group() == group).forEach(rows::add);
            }
        }
        if (scenarios != null) {
            for (String name : scenarios.split(",", -1)) {
                rows.add(Row.of(name));
            }
        }
        return new Selection(rows);
    }

    /**
     * Returns whether a scenario is to be measured.
     *
     * @param row the scenario
     * @return true if so
     */
    public boolean contains(Row row) {
        return rows.contains(row);
    }

    /**
     * Returns the scenarios to measure.
     *
     * @return the rows in the contract's order
     */
    public Set<Row> rows() {
        return EnumSet.copyOf(rows);
    }
}
