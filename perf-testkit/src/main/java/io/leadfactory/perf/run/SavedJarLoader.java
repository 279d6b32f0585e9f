package io.leadfactory.perf.run;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what is in its jars from them, and everything else from its parent. Thread-safe. */
final class SavedJarLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    /** The kit's own types must be the same on both sides, even if the jar has a copy. */
    private static final String KIT = "io.leadfactory.perf.";

    SavedJarLoader(List<URL> jars, ClassLoader parent) {
        super("saved-jar", jars.toArray(URL[]::new), parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || name.startsWith(KIT)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> type = findLoadedClass(name);
            if (type == null) {
                try {
                    type = findClass(name);
                } catch (ClassNotFoundException elsewhere) {
                    return super.loadClass(name, resolve);
                }
            }
            if (resolve) {
                resolveClass(type);
            }
            return type;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
        for (URL other : Collections.list(super.getResources(name))) {
            if (!all.contains(other)) {
                all.add(other);
            }
        }
        return Collections.enumeration(all);
    }
}
