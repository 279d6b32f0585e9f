package io.leadfactory.suite.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The contract's three groups of scenarios, in the order of its tables. */
public enum Group {
    /** The audit trail alone. */
    AUDIT,
    /** Both libraries as they run in production, under load and under errors. */
    MONITORING,
    /** Both libraries together in one operation. */
    INTEGRATION;

    /**
     * Returns the name in settings and reports.
     *
     * @return the name in lower case
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a group by its name.
     *
     * @param text the name, in any case, blanks around it do not matter
     * @return the group
     * @throws SettingException if there is none of that name
     */
    public static Group of(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        for (Group group : values()) {
            if (group.id().equals(wanted)) {
                return group;
            }
        }
        throw new SettingException("unknown group \"" + text.strip() + "\": choose among "
                + Arrays.stream(values()).map(Group::id).collect(Collectors.joining(", ")));
    }
}
