package io.leadfactory.audit.recovery;

/** How a transaction ended that came to nothing, as far as anybody knows. */
public enum End {
    /** It was rolled back. */
    ROLLED_BACK,
    /** Its commit failed or was never reported: the database may have taken it. */
    UNKNOWN,
    /** Its session was closed before it ended. */
    NOT_ENDED
}
