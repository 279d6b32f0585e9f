package io.leadfactory.audit.boot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** The trails of the open session factories of this class loader. Thread-safe; closing a factory removes its own. */
final class Installations {
    private static final Map<SessionFactory, Installation> OPEN = new ConcurrentHashMap<>();

    private Installations() {}

    static void put(SessionFactory factory, Installation installation) {
        OPEN.put(factory, installation);
    }

    static void remove(SessionFactory factory) {
        OPEN.remove(factory);
    }

    static @Nullable Installation find(SessionFactory factory) {
        return OPEN.get(factory);
    }
}
