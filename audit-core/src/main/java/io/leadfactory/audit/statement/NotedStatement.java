package io.leadfactory.audit.statement;

import java.lang.ref.WeakReference;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The statement that the thread translated last and has not executed yet. It is recognised by the bindings of its query,
 * which each query has for itself. The query on the stack holds both, so weak references do: what a failed translation
 * leaves behind keeps neither a value nor a class of the application alive.
 */
final class NotedStatement {
    private static final WeakReference<?>[] AS_A_WHOLE = {};
    private static final ThreadLocal<WeakReference<?> @Nullable []> OF_THREAD = new ThreadLocal<>();

    private NotedStatement() {}

    static void note(SqmDmlStatement<?> statement, QueryParameterBindings bindings) {
        if (!isAsAWhole()) {
            OF_THREAD.set(new WeakReference<?>[] {new WeakReference<>(statement), new WeakReference<>(bindings)});
        }
    }

    /** The statement noted for these bindings, or null. */
    static @Nullable SqmDmlStatement<?> find(QueryParameterBindings bindings) {
        WeakReference<?>[] noted = OF_THREAD.get();
        return noted != null && noted.length > 0 && noted[1].get() == bindings
                ? (SqmDmlStatement<?>) noted[0].get()
                : null;
    }

    /** Says that a statement is executed as a whole, and captured as such: its parts are not noted. */
    static void startAsAWhole() {
        OF_THREAD.set(AS_A_WHOLE);
    }

    static boolean isAsAWhole() {
        return OF_THREAD.get() == AS_A_WHOLE;
    }

    static void forget() {
        OF_THREAD.remove();
    }
}
