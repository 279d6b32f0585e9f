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

    private static final ThreadLocal<@Nullable Scope> TOP = new ThreadLocal<>();

    /**
     * Makes this the mode of the current thread, whatever the setting says, until the scope is closed.
     *
     * @return the scope, to be closed by this thread
     */
    public Scope open() {
        Scope scope = new Scope(this, TOP.get());
        TOP.set(scope);
        return scope;
    }

    /**
     * {@return the mode of the current thread}
     *
     * @param setting the mode if no scope is open
     */
    public static BulkMode current(BulkMode setting) {
        Scope top = TOP.get();
        return top == null ? setting : top.mode;
    }

    /**
     * The time in which a mode is in force. For one thread: the one that opened it, which must close it.
     *
     * <p>Closing an outer scope closes the inner ones that are still open; closing twice does nothing.
     */
    public static final class Scope implements AutoCloseable {
        private final BulkMode mode;
        private final @Nullable Scope outer;
        private final Thread thread;
        private boolean open = true;

        private Scope(BulkMode mode, @Nullable Scope outer) {
            this.mode = mode;
            this.outer = outer;
            this.thread = Thread.currentThread();
        }

        /**
         * Restores the mode that was in force before.
         *
         * @throws IllegalStateException if another thread opened the scope
         */
        @Override
        public void close() {
            if (!open) {
                return;
            }
            if (thread != Thread.currentThread()) {
                throw new IllegalStateException("cannot close a bulk mode on thread \""
                        + Thread.currentThread().getName() + "\": it was opened on thread \"" + thread.getName() + '"');
            }
            for (Scope scope = TOP.get(); scope != null && scope != outer; scope = scope.outer) {
                scope.open = false;
            }
            if (outer == null) {
                TOP.remove();
            } else {
                TOP.set(outer);
            }
        }
    }
}
