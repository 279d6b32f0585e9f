package io.leadfactory.audit.spool;

/** What became of the transaction whose events are in the spool, as it stands in the file. */
public enum Fate {
    /** It has not ended, or the process died before it could write down how. */
    PENDING(0),
    /** It was committed: its events are to be stored. */
    COMMITTED(1),
    /** It came to nothing: so do its events. */
    ABORTED(2),
    /** Its events are stored. */
    DONE(3),
    /** Its commit failed or was never answered: only the database may know. */
    UNKNOWN(4);

    private final byte code;

    Fate(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Fate of(byte code) {
        for (Fate fate : values()) {
            if (fate.code == code) {
                return fate;
            }
        }
        return UNKNOWN;
    }

    /** {@return whether nothing is left to do} */
    public boolean isOver() {
        return this == ABORTED || this == DONE;
    }
}
