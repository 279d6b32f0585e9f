package io.leadfactory.audit.context;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of a context that brings it to other threads. Immutable. */
abstract class Carrier {
    Carrier() {}

    /**
     * Makes this the context of the current thread until the scope is closed.
     *
     * @return the scope, to be closed by this thread
     */
    public abstract AuditContext.Scope open();

    /**
     * {@return the task, run in this context on whichever thread runs it}
     *
     * @param task what to run
     */
    public Runnable wrap(Runnable task) {
        return () -> {
            try (AuditContext.Scope scope = open()) {
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
            try (AuditContext.Scope scope = open()) {
                return task.call();
            }
        };
    }

    /**
     * {@return the supplier, asked in this context on whichever thread asks it}
     *
     * @param <T> what is given back
     * @param supplier what to ask
     */
    public <T extends @Nullable Object> Supplier<T> wrapSupplier(Supplier<T> supplier) {
        return () -> {
            try (AuditContext.Scope scope = open()) {
                return supplier.get();
            }
        };
    }

    /**
     * {@return an executor that runs each task in this context, whichever thread hands it over} It suits the stages of a
     * {@link java.util.concurrent.CompletionStage}, which are handed over by the thread that completes the stage before.
     *
     * @param executor runs the tasks
     */
    public Executor on(Executor executor) {
        return task -> executor.execute(wrap(task));
    }

    /**
     * {@return an executor that runs each task in the context that is current where the task is handed over, and in none
     * if there is none}
     *
     * @param executor runs the tasks
     */
    public static Executor wrap(Executor executor) {
        return task -> executor.execute(carried(task));
    }

    /**
     * {@return an executor that runs each task in the context that is current where the task is handed over, and in none
     * if there is none} Closing it closes the executor given.
     *
     * @param executor runs the tasks
     */
    public static ExecutorService wrap(ExecutorService executor) {
        return new ContextExecutorService(executor);
    }

    /**
     * {@return an executor that runs each task in the context that is current where the task is handed over, and in none
     * if there is none} A periodic task keeps that context. Closing the executor closes the one given.
     *
     * @param executor runs the tasks
     */
    public static ScheduledExecutorService wrap(ScheduledExecutorService executor) {
        return new ContextScheduledExecutorService(executor);
    }

    static Runnable carried(Runnable task) {
        Optional<AuditContext> context = AuditContext.current();
        return () -> {
            try (AuditContext.Scope scope = reopen(context)) {
                task.run();
            }
        };
    }

    static <T extends @Nullable Object> Callable<T> carried(Callable<T> task) {
        Optional<AuditContext> context = AuditContext.current();
        return () -> {
            try (AuditContext.Scope scope = reopen(context)) {
                return task.call();
            }
        };
    }

    /** None is opened too: a thread of a pool may have been left with a scope that nobody closed. */
    private static AuditContext.Scope reopen(Optional<AuditContext> context) {
        return context.isPresent() ? context.get().open() : AuditContext.suspend();
    }
}
