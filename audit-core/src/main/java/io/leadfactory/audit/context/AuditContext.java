package io.leadfactory.audit.context;

import io.leadfactory.audit.event.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, for whom, from where and why: what every event carries while a scope is open. Immutable: each method
 * answers a new context.
 *
 * <p>A scope belongs to the thread that opened it. An inner scope replaces the outer one as a whole until it is
 * closed. Work that is handed to another thread keeps the context if it is {@linkplain #wrap(Runnable) wrapped}.
 */
public final class AuditContext {
    private final Origin origin;

    private AuditContext(Origin origin) {
        this.origin = origin;
    }

    /**
     * {@return a context that names the actor and nothing else}
     *
     * @param actor who acts
     * @throws IllegalArgumentException if the actor is blank
     */
    public static AuditContext actor(String actor) {
        return new AuditContext(Origin.of(actor));
    }

    /** {@return the context of the innermost open scope of this thread} */
    public static Optional<AuditContext> current() {
        Scope top = Scope.top();
        return top == null ? Optional.empty() : Optional.of(top.context());
    }

    /** {@return the origin of the innermost open scope of this thread, or null if none is open} */
    public static @Nullable Origin currentOrigin() {
        Scope top = Scope.top();
        return top == null ? null : top.context().origin;
    }

    /**
     * {@return this context, acting for somebody else}
     *
     * @param onBehalfOf for whom
     */
    public AuditContext onBehalfOf(@Nullable String onBehalfOf) {
        return new AuditContext(new Origin(
                origin.actor(),
                onBehalfOf,
                origin.ip(),
                origin.userAgent(),
                origin.requestId(),
                origin.reason(),
                origin.attributes()));
    }

    /**
     * {@return this context, from this address}
     *
     * @param ip the address
     */
    public AuditContext ip(@Nullable String ip) {
        return new AuditContext(new Origin(
                origin.actor(),
                origin.onBehalfOf(),
                ip,
                origin.userAgent(),
                origin.requestId(),
                origin.reason(),
                origin.attributes()));
    }

    /**
     * {@return this context, with this program}
     *
     * @param userAgent the program
     */
    public AuditContext userAgent(@Nullable String userAgent) {
        return new AuditContext(new Origin(
                origin.actor(),
                origin.onBehalfOf(),
                origin.ip(),
                userAgent,
                origin.requestId(),
                origin.reason(),
                origin.attributes()));
    }

    /**
     * {@return this context, in this request}
     *
     * @param requestId the request
     */
    public AuditContext requestId(@Nullable String requestId) {
        return new AuditContext(new Origin(
                origin.actor(),
                origin.onBehalfOf(),
                origin.ip(),
                origin.userAgent(),
                requestId,
                origin.reason(),
                origin.attributes()));
    }

    /**
     * {@return this context, for this reason}
     *
     * @param reason why
     */
    public AuditContext reason(@Nullable String reason) {
        return new AuditContext(new Origin(
                origin.actor(),
                origin.onBehalfOf(),
                origin.ip(),
                origin.userAgent(),
                origin.requestId(),
                reason,
                origin.attributes()));
    }

    /**
     * {@return this context with one more attribute}
     *
     * @param name its name
     * @param value the value
     * @throws IllegalArgumentException if the name is blank
     */
    public AuditContext attribute(String name, @Nullable String value) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("attribute name must not be blank: \"" + name + '"');
        }
        Map<String, @Nullable String> attributes = new LinkedHashMap<>(origin.attributes());
        attributes.put(name, value);
        return new AuditContext(new Origin(
                origin.actor(),
                origin.onBehalfOf(),
                origin.ip(),
                origin.userAgent(),
                origin.requestId(),
                origin.reason(),
                attributes));
    }

    /** {@return what the events of this context carry} */
    public Origin origin() {
        return origin;
    }

    /**
     * Makes this the context of the current thread until the scope is closed.
     *
     * @return the scope, to be closed by this thread
     */
    public Scope open() {
        return Scope.push(this);
    }

    /**
     * {@return the task, run in this context on whichever thread runs it}
     *
     * @param task what to run
     */
    public Runnable wrap(Runnable task) {
        return () -> {
            try (Scope scope = open()) {
                task.run();
            }
        };
    }

    /**
     * {@return the task, called in this context on whichever thread calls it}
     *
     * @param <T> what is given back
     * @param task what to run
     */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        return () -> {
            try (Scope scope = open()) {
                return task.call();
            }
        };
    }

    /** The task, run in no context on whichever thread runs it, even if that thread left a scope open. */
    static Runnable wrapInNone(Runnable task) {
        return () -> {
            Scope left = Scope.replaceTop(null);
            try {
                task.run();
            } finally {
                Scope.replaceTop(left);
            }
        };
    }

    /**
     * {@return an executor that runs each task in the context that is current where the task is handed over, and in none if there
     * is none} Closing it closes the executor given.
     *
     * @param executor runs the tasks
     */
    public static ExecutorService wrap(ExecutorService executor) {
        return new ContextExecutorService(executor);
    }

    /** A fixed text: a context holds personal values, which belong in no log. */
    @Override
    public String toString() {
        return "AuditContext";
    }

    /**
     * The time in which a context is current. For one thread: the one that opened it, which must close it.
     *
     * <p>Closing an outer scope closes the inner ones that are still open; closing twice does nothing.
     */
    public static final class Scope implements AutoCloseable {
        private static final ThreadLocal<@Nullable Scope> TOP = new ThreadLocal<>();

        private final AuditContext context;
        private final @Nullable Scope outer;
        private final Thread thread;
        private boolean open = true;

        private Scope(AuditContext context, @Nullable Scope outer) {
            this.context = context;
            this.outer = outer;
            this.thread = Thread.currentThread();
        }

        private static @Nullable Scope top() {
            return TOP.get();
        }

        private static Scope push(AuditContext context) {
            Scope scope = new Scope(context, TOP.get());
            TOP.set(scope);
            return scope;
        }

        private static @Nullable Scope replaceTop(@Nullable Scope scope) {
            Scope before = TOP.get();
            if (scope == null) {
                TOP.remove();
            } else {
                TOP.set(scope);
            }
            return before;
        }

        private AuditContext context() {
            return context;
        }

        /**
         * Restores the context that was current before.
         *
         * @throws IllegalStateException if another thread opened the scope
         */
        @Override
        public void close() {
            if (!open) {
                return;
            }
            if (thread != Thread.currentThread()) {
                throw new IllegalStateException("cannot close an audit scope on thread \""
                        + Thread.currentThread().getName() + "\": it was opened on thread \"" + thread.getName()
                        + "\"; wrap the task instead");
            }
            for (Scope scope = TOP.get(); scope != null && scope != outer; scope = scope.outer) {
                scope.open = false;
            }
            replaceTop(outer);
        }
    }
}
