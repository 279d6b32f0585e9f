package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.SavedJar;
import io.leadfactory.perf.define.Side;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One side of a comparison, ready to run. For one thread. */
final class LoadedSide implements AutoCloseable {
    private final String name;
    private final Operation operation;
    private final @Nullable Object made;
    private final @Nullable SavedJarLoader loader;

    private LoadedSide(String name, Operation operation, @Nullable Object made, @Nullable SavedJarLoader loader) {
        this.name = name;
        this.operation = operation;
        this.made = made;
        this.loader = loader;
    }

    static LoadedSide of(String name, Side side) {
        if (side instanceof Side.Saved saved) {
            return load(name, saved.jar());
        }
        return new LoadedSide(name, ((Side.Here) side).operation(), null, null);
    }

    String name() {
        return name;
    }

    Operation operation() {
        return operation;
    }

    /** Makes the side's classes those of the current thread, and returns whose were it before. */
    @Nullable
    ClassLoader enter() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        if (loader != null) {
            thread.setContextClassLoader(loader);
        }
        return before;
    }

    void leave(@Nullable ClassLoader before) {
        if (loader != null) {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        ClassLoader before = enter();
        try {
            if (made instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            throw new PerfException("the " + name + " of a saved jar could not be closed after its load: " + e, e);
        } finally {
            leave(before);
            close(loader);
        }
    }

    private static void close(@Nullable SavedJarLoader loader) {
        if (loader != null) {
            try {
                loader.close();
            } catch (IOException e) {
                throw new PerfException("a saved jar could not be closed after its comparison: " + e, e);
            }
        }
    }

    private static LoadedSide load(String name, SavedJar jar) {
        SavedJarLoader loader = new SavedJarLoader(urls(name, jar), parent());
        try {
            Object made = made(name, jar, loader);
            return new LoadedSide(name, asOperation(name, jar, made), made, loader);
        } catch (Throwable error) {
            close(loader);
            throw error;
        }
    }

    private static ClassLoader parent() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? LoadedSide.class.getClassLoader() : context;
    }

    private static List<URL> urls(String name, SavedJar jar) {
        List<URL> urls = new ArrayList<>();
        for (Path path : jar.jars()) {
            if (!Files.isReadable(path)) {
                throw refused(
                        name,
                        jar,
                        "there is no readable file \"" + path.toAbsolutePath() + "\": save the jar there first",
                        null);
            }
            try {
                urls.add(path.toUri().toURL());
            } catch (MalformedURLException e) {
                throw refused(name, jar, "its path is no URL: " + e.getMessage(), e);
            }
        }
        return urls;
    }

    private static @Nullable Object made(String name, SavedJar jar, SavedJarLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Class<?> type = Class.forName(jar.type(), true, loader);
            if (type.getClassLoader() != loader) {
                throw refused(
                        name,
                        jar,
                        "the class is not in " + jar.jars()
                                + " but on the class path, and would be compared with itself",
                        null);
            }
            return jar.factory().isPresent() ? made(name, jar, type) : constructed(name, jar, type);
        } catch (ClassNotFoundException e) {
            throw refused(name, jar, "there is no such class in " + jar.jars() + ": " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw refused(name, jar, "its class does not load: " + e, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Object constructed(String name, SavedJar jar, Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw refused(name, jar, "its constructor failed with " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw refused(name, jar, "the class must be public, with a public constructor without parameters: " + e, e);
        }
    }

    private static @Nullable Object made(String name, SavedJar jar, Class<?> type) {
        String factory = jar.factory().orElseThrow();
        try {
            Method method = type.getMethod(factory);
            if (!Modifier.isStatic(method.getModifiers())) {
                throw refused(name, jar, "its method " + factory + "() must be static", null);
            }
            return method.invoke(null);
        } catch (InvocationTargetException e) {
            throw refused(name, jar, "its method " + factory + "() failed with " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw refused(
                    name,
                    jar,
                    "the class must be public, with a public static method " + factory + "() without parameters: " + e,
                    e);
        }
    }

    private static Operation asOperation(String name, SavedJar jar, @Nullable Object found) {
        if (found instanceof Operation operation) {
            return operation;
        }
        if (found instanceof Callable<?> callable) {
            return new Called(callable);
        }
        if (found instanceof Runnable runnable) {
            return runnable::run;
        }
        throw refused(
                name,
                jar,
                "it must be an Operation, a Callable or a Runnable, but is "
                        + (found == null ? "null" : "a " + found.getClass().getName()),
                null);
    }

    private static PerfException refused(String side, SavedJar jar, String why, @Nullable Throwable cause) {
        return new PerfException("the " + side + " cannot be " + jar + ": " + why, cause);
    }

    /** Keeps the last result in a field, so that the compiler cannot leave out what nobody reads. */
    private static final class Called implements Operation {
        private final Callable<?> callable;
        private volatile @Nullable Object last;

        Called(Callable<?> callable) {
            this.callable = callable;
        }

        @Override
        public void run() throws Exception {
            last = callable.call();
        }

        @Override
        public String toString() {
            return callable + ", last result " + last;
        }
    }
}
