package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditDetailSource;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.record.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.jspecify.annotations.Nullable;

/** What the application adds to the events of entities. Thread-safe. */
final class DetailSources {
    /** What stands for details that could not be had. */
    static final String FAILED = AuditEntry.RESERVED_DETAILS + "hook failed";

    private final List<AuditDetailSource> sources;
    private final Map<Class<?>, List<AuditDetailSource>> byClass = new ConcurrentHashMap<>();

    private DetailSources(List<AuditDetailSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** The one that a setting names, and those on the class path. */
    static DetailSources of(@Nullable AuditDetailSource named, ClassLoaderService classLoaders) {
        List<AuditDetailSource> sources = new ArrayList<>(classLoaders.loadJavaServices(AuditDetailSource.class));
        if (named != null) {
            sources.add(named);
        }
        return new DetailSources(sources);
    }

    /** The details as a JSON object, or null if there are none. */
    @Nullable
    String of(String action, Class<?> entityClass, Object entity) {
        if (sources.isEmpty()) {
            return null;
        }
        List<AuditDetailSource> concerned = byClass.get(entityClass);
        if (concerned == null) {
            concerned = byClass.computeIfAbsent(entityClass, this::concerned);
        }
        return concerned.isEmpty() ? null : collect(concerned, action, entity);
    }

    /** One that fails to say so is asked, so that its failure shows. */
    private List<AuditDetailSource> concerned(Class<?> entityClass) {
        return sources.stream()
                .filter(source -> {
                    try {
                        return source.concerns(entityClass);
                    } catch (RuntimeException | LinkageError e) {
                        return true;
                    }
                })
                .toList();
    }

    private static @Nullable String collect(List<AuditDetailSource> concerned, String action, Object entity) {
        Map<String, @Nullable String> details = new LinkedHashMap<>();
        for (AuditDetailSource source : concerned) {
            try {
                source.details(action, entity).forEach((name, value) -> details.put(requireFree(name), value));
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                details.put(FAILED, e.getClass().getName());
            }
        }
        return JsonObject.of(details);
    }

    private static String requireFree(@Nullable String name) {
        if (Objects.requireNonNull(name, "name").startsWith(AuditEntry.RESERVED_DETAILS)) {
            throw new IllegalArgumentException("the name is the trail's own"); // the event names the class alone
        }
        return name;
    }
}
