package io.leadfactory.perf.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Makes threads: platform ones, or virtual ones by reflection, because the baseline JDK has none. */
final class Threads {
    private static final @Nullable Method OF_VIRTUAL = ofVirtual();

    private Threads() {}

    static boolean hasVirtual() {
        return OF_VIRTUAL != null;
    }

    static Thread unstarted(String name, boolean virtual, Runnable task) {
        if (virtual && OF_VIRTUAL != null) {
            return unstartedVirtual(OF_VIRTUAL, name, task);
        }
        Thread thread = new Thread(task, name);
        // A user that cannot be stopped must not keep the JVM alive.
        thread.setDaemon(true);
        return thread;
    }

    private static Thread unstartedVirtual(Method ofVirtual, String name, Runnable task) {
        try {
            Class<?> builder = ofVirtual.getReturnType();
            Object named = builder.getMethod("name", String.class).invoke(ofVirtual.invoke(null), name);
            return (Thread) builder.getMethod("unstarted", Runnable.class).invoke(named, task);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("virtual threads vanished between two calls", impossible);
        }
    }

    private static @Nullable Method ofVirtual() {
        try {
            Method method = Thread.class.getMethod("ofVirtual");
            method.invoke(null);
            return method;
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException absent) {
            // JDK 17 to 20: not there, or a preview that is switched off.
            return null;
        }
    }
}
