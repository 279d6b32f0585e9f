package io.leadfactory.audit.capture;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** The recorders of the open session factories of this class loader. Thread-safe; closing a factory removes its own. */
final class Recorders {
    private static final Map<SessionFactory, Recorder> OPEN = new ConcurrentHashMap<>();

    private Recorders() {}

    static void put(SessionFactory factory, Recorder recorder) {
        OPEN.put(factory, recorder);
    }

    static void remove(SessionFactory factory) {
        OPEN.remove(factory);
    }

    static @Nullable Recorder find(SessionFactory factory) {
        return OPEN.get(factory);
    }
}
