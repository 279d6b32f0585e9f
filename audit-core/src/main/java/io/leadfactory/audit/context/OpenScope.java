package io.leadfactory.audit.context;

import org.jspecify.annotations.Nullable;

/** A scope on the stack of its thread. For one thread. */
final class OpenScope implements AuditContext.Scope {
    private static final ThreadLocal<@Nullable OpenScope> TOP = new ThreadLocal<>();

    private final @Nullable AuditContext context;
    private final @Nullable OpenScope outer;
    private final Thread thread;
    private boolean open = true;

    private OpenScope(@Nullable AuditContext context, @Nullable OpenScope outer) {
        this.context = context;
        this.outer = outer;
        this.thread = Thread.currentThread();
    }

    static @Nullable AuditContext currentContext() {
        OpenScope top = TOP.get();
        return top == null ? null : top.context;
    }

    static OpenScope push(@Nullable AuditContext context) {
        OpenScope scope = new OpenScope(context, TOP.get());
        TOP.set(scope);
        return scope;
    }

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
        for (OpenScope scope = TOP.get(); scope != null && scope != outer; scope = scope.outer) {
            scope.open = false;
        }
        if (outer == null) {
            TOP.remove();
        } else {
            TOP.set(outer);
        }
    }
}
