package io.leadfactory.audit.statement;

import io.leadfactory.audit.render.Declarations;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * The subject types that a statement touches, by the entity or the table that it names. A table is that of an entity, a
 * secondary one, or the one of a collection, whose changes are changes of its owner. Immutable.
 */
final class AuditedTargets {
    private final Map<String, List<String>> byEntity = new HashMap<>();
    private final Map<String, Set<String>> byTable = new HashMap<>();

    static AuditedTargets read(Metadata metadata, Declarations declarations) {
        AuditedTargets targets = new AuditedTargets();
        for (PersistentClass entity : metadata.getEntityBindings()) {
            Set<String> subjectTypes = new LinkedHashSet<>();
            collect(entity, declarations, subjectTypes);
            if (!subjectTypes.isEmpty()) {
                targets.byEntity.put(entity.getEntityName(), List.copyOf(subjectTypes));
                targets.addTables(entity, declarations, subjectTypes);
            }
        }
        for (Collection collection : metadata.getCollectionBindings()) {
            String subjectType = declarations.subjectType(collection.getOwnerEntityName());
            if (subjectType != null && !collection.isOneToMany()) {
                targets.add(collection.getCollectionTable(), Set.of(subjectType));
            }
        }
        return targets;
    }

    /** The entity's own subject type or, if it has none, those of its nearest audited subclasses. */
    private static void collect(PersistentClass entity, Declarations declarations, Set<String> subjectTypes) {
        String own = declarations.subjectType(entity.getEntityName());
        if (own != null) {
            subjectTypes.add(own);
            return;
        }
        for (PersistentClass subclass : entity.getDirectSubclasses()) {
            collect(subclass, declarations, subjectTypes);
        }
    }

    private void addTables(PersistentClass entity, Declarations declarations, Set<String> subjectTypes) {
        PersistentClass superclass = entity.getSuperclass();
        boolean inherited = superclass != null
                && superclass.getTable().equals(entity.getTable())
                && declarations.subjectType(superclass.getEntityName()) != null;
        if (!inherited) {
            add(entity.getTable(), subjectTypes);
        }
        for (Join join : entity.getJoins()) {
            add(join.getTable(), subjectTypes);
        }
    }

    private void add(@Nullable Table table, Set<String> subjectTypes) {
        if (table != null && table.isPhysicalTable()) {
            byTable.computeIfAbsent(table.getName().toLowerCase(Locale.ROOT), name -> new LinkedHashSet<>())
                    .addAll(subjectTypes);
        }
    }

    /** By Hibernate's name of the entity; none if neither it nor a subclass is audited. */
    List<String> ofEntity(String entityName) {
        return byEntity.getOrDefault(entityName, List.of());
    }

    /** By the name of the table in lower case, without schema and quotes. */
    Set<String> ofTable(String table) {
        return byTable.getOrDefault(table, Set.of());
    }
}
