package io.leadfactory.audit.context;

import org.jspecify.annotations.Nullable;

/** What a bulk statement leaves in the trail: an HQL, JPQL or criteria update or delete of an audited entity. */
public enum BulkMode {
    /** One event for the statement, with its text, its parameters without their values, and its row count. */
    STATEMENT,
    /**
     * The event for the statement, and one for each row with its old and new values. The rows are read and locked before,
     * and read again after an update, in the same transaction.
     */
    ROWS;

    private static final ThreadLocal<@Nullable BulkMode> OF_THREAD = new ThreadLocal<>();

    /**
     * Makes this the mode of the current thread, whatever the setting says, until the scope is closed.
     *
     * @return the scope, to be closed by this thread
     */
    public Scope open() {
        BulkMode outer = OF_THREAD.get();
        OF_THREAD.set(this);
        return new Scope(outer);
    }

    /**
     * {@return the mode of the current thread}
     *
     * @param setting the mode if no scope is open
     */
    public static BulkMode current(BulkMode setting) {
        BulkMode mode = OF_THREAD.get();
        return mode == null ? setting : mode;
    }

    /** The time in which a mode is in force. For one thread: the one that opened it. */
    public static final class Scope implements AutoCloseable {
        private final @Nullable BulkMode outer;
        private boolean open = true;

        private Scope(@Nullable BulkMode outer) {
            this.outer = outer;
        }

        /** Restores the mode that was in force before; closing twice does nothing. */
        @Override
        public void close() {
            if (open) {
                open = false;
                if (outer == null) {
                    OF_THREAD.remove();
                } else {
                    OF_THREAD.set(outer);
                }
            }
        }
    }
}
