package io.leadfactory.audit.event;

/** The actions that are recorded for entities. Explicit entries may use these or any other word. */
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

    private Actions() {}
}
