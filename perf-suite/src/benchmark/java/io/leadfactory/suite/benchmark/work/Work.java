package io.leadfactory.suite.benchmark.work;

import java.util.List;
import java.util.Locale;

/** What one transaction does, with one lead or with fifty. */
public enum Work {
    /** Stores one lead. */
    INSERT("insert", 1),
    /** Finds one lead and changes two attributes. */
    UPDATE("update", 1),
    /** Finds one lead and deletes it. */
    DELETE("delete", 1),
    /** Stores fifty leads. */
    INSERT_50("insert x50", 50),
    /** Finds fifty leads by one query and changes two attributes of each. */
    UPDATE_50("update x50", 50),
    /** Finds fifty leads by one query and deletes each. */
    DELETE_50("delete x50", 50);

    /** The three with one lead, in an order that leaves as many leads as there were. */
    public static final List<Work> SINGLE = List.of(INSERT, UPDATE, DELETE);

    /** The three with fifty leads, in an order that leaves as many leads as there were. */
    public static final List<Work> BULK = List.of(INSERT_50, UPDATE_50, DELETE_50);

    private final String label;
    private final int leads;

    Work(String label, int leads) {
        this.label = label;
        this.leads = leads;
    }

    /** {@return the name that reports show, {@code "insert x50"}} */
    public String label() {
        return label;
    }

    /** {@return the name in settings, {@code "insert50"}} */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    /** {@return how many leads a transaction changes, which is how many events it makes} */
    public int leads() {
        return leads;
    }
}
