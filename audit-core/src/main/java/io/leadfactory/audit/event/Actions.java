package io.leadfactory.audit.event;

/**
 * The actions that the trail itself records. They are reserved: explicit entries may use any other word, so that what an
 * application says about an entity is never taken for a change of it.
 */
public final class Actions {
    /** A row was inserted; the new values are its full state. */
    public static final String INSERT = "INSERT";

    /** A row was updated; the values are those of the changed attributes. */
    public static final String UPDATE = "UPDATE";

    /** A row was deleted; the old values are its full state. */
    public static final String DELETE = "DELETE";

    /** A row was inserted or updated, it is not known which; the new values are its full state. */
    public static final String UPSERT = "UPSERT";

    /** A transaction in which something was recorded came to nothing; the outcome is FAILED, the details say what was tried. */
    public static final String TRANSACTION = "TRANSACTION";

    /** An HQL, JPQL or criteria statement inserted rows; the details say which statement and how many rows. */
    public static final String BULK_INSERT = "BULK_INSERT";

    /** An HQL, JPQL or criteria statement updated rows; the details say which statement and how many rows. */
    public static final String BULK_UPDATE = "BULK_UPDATE";

    /** An HQL, JPQL or criteria statement deleted rows; the details say which statement and how many rows. */
    public static final String BULK_DELETE = "BULK_DELETE";

    /** Events of a subject type were suppressed; the details say why, and how many of which action. */
    public static final String SUPPRESSED = "SUPPRESSED";

    private static final String BULK = "BULK_";
    private static final String NATIVE = "NATIVE_";

    private Actions() {}

    /**
     * {@return whether only the trail itself records this action: one of the above, or one that begins with {@code BULK_} or
     * {@code NATIVE_}}
     *
     * @param action the action
     */
    public static boolean isReserved(String action) {
        return switch (action) {
            case INSERT, UPDATE, DELETE, UPSERT, TRANSACTION -> true;
            default -> isManyRows(action);
        };
    }

    /**
     * {@return whether an event with this action stands for what happened to many rows: a bulk or native statement, or what
     * was suppressed}
     *
     * @param action the action
     */
    public static boolean isManyRows(String action) {
        return action.startsWith(BULK) || action.startsWith(NATIVE) || action.equals(SUPPRESSED);
    }
}
