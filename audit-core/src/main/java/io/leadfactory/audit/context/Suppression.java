package io.leadfactory.audit.context;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The time in which the changes of entities are not recorded one by one, but counted. For one thread: the one that opened
 * it, which must close it. It is not carried to other threads.
 *
 * <p>A change of an entity happens when the session is flushed, which is at the commit at the latest; so it goes around the
 * transaction. Of nested ones the innermost counts.
 */
public final class Suppression implements AutoCloseable {
    private static final ThreadLocal<@Nullable Suppression> TOP = new ThreadLocal<>();
    /** Where nobody suppresses anything, nobody looks at his thread. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final Object owner;
    private final String reason;
    private final @Nullable Suppression outer;
    private final Thread thread;
    private boolean open = true;

    private Suppression(Object owner, String reason, @Nullable Suppression outer) {
        this.owner = owner;
        this.reason = reason;
        this.outer = outer;
        this.thread = Thread.currentThread();
    }

    /**
     * {@return a suppression of the current thread}
     *
     * @param owner whose events are suppressed
     * @param reason why
     * @throws IllegalArgumentException if the reason is blank
     */
    public static Suppression open(Object owner, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason must not be blank: \"" + reason + '"');
        }
        Suppression suppression = new Suppression(owner, reason, TOP.get());
        TOP.set(suppression);
        OPEN.incrementAndGet();
        return suppression;
    }

    /**
     * {@return why the events of an owner are suppressed in this thread, null if they are not}
     *
     * @param owner whose events
     */
    public static @Nullable String currentReason(Object owner) {
        if (OPEN.get() == 0) {
            return null;
        }
        for (Suppression suppression = TOP.get(); suppression != null; suppression = suppression.outer) {
            if (suppression.owner.equals(owner)) {
                return suppression.reason;
            }
        }
        return null;
    }

    /**
     * Records one by one again. Closing an outer suppression closes the inner ones that are still open; closing twice
     * does nothing.
     *
     * @throws IllegalStateException if another thread opened it
     */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        if (thread != Thread.currentThread()) {
            throw new IllegalStateException("cannot close a suppression on thread \""
                    + Thread.currentThread().getName() + "\": it was opened on thread \"" + thread.getName() + '"');
        }
        for (Suppression top = TOP.get(); top != null && top != outer; top = top.outer) {
            top.open = false;
            OPEN.decrementAndGet();
        }
        if (outer == null) {
            TOP.remove();
        } else {
            TOP.set(outer);
        }
    }
}
