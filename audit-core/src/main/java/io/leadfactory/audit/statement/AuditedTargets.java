package io.leadfactory.audit.statement;

import io.leadfactory.audit.render.Declarations;
import io.leadfactory.audit.statement.SqlTargets.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.OneToMany;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * The subject types that a statement touches, by the entity or the table that it names. A table is that of an entity, a
 * secondary one, or the one of a collection, whose changes are changes of its owner. The rows of a one-to-many without a join
 * table stand in the table of its elements, audited or not: what inserts or deletes there, or sets the columns that link them,
 * touches the owner. Immutable.
 */
final class AuditedTargets {
    private final Map<String, List<String>> byEntity = new HashMap<>();
    private final Map<String, Set<String>> byTable = new HashMap<>();
    private final Map<String, List<Link>> links = new HashMap<>();

    /** That rows of a table are elements of a collection by these columns, in lower case. */
    private record Link(String subjectType, Set<String> columns) {}

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
            if (subjectType != null && collection.getElement() instanceof OneToMany elements) {
                targets.link(collection, elements.getAssociatedClass(), subjectType);
            } else if (subjectType != null) {
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

    private void link(Collection collection, PersistentClass element, String subjectType) {
        Set<String> columns = new LinkedHashSet<>();
        if (!collection.isInverse()) {
            collection.getKey().getColumns().forEach(column -> columns.add(lower(column.getName())));
        }
        if (collection instanceof IndexedCollection indexed && !indexed.hasMapKeyProperty()) {
            indexed.getIndex().getColumns().forEach(column -> columns.add(lower(column.getName())));
        }
        if (!columns.isEmpty() && !isIgnored(collection)) {
            link(element, new Link(subjectType, columns));
        }
    }

    private static boolean isIgnored(Collection collection) {
        Class<?> owner = collection.getOwner().getMappedClass();
        String attribute =
                collection.getRole().substring(collection.getOwnerEntityName().length() + 1);
        return owner != null && Declarations.isIgnored(owner, attribute);
    }

    /** The columns stand in a table of the element's class, or in those of its subclasses if each has one of its own. */
    private void link(PersistentClass element, Link link) {
        links.computeIfAbsent(lower(element.getTable().getName()), table -> new ArrayList<>())
                .add(link);
        for (PersistentClass subclass : element.getDirectSubclasses()) {
            if (!subclass.getTable().equals(element.getTable())) {
                link(subclass, link);
            }
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void add(@Nullable Table table, Set<String> subjectTypes) {
        if (table != null && table.isPhysicalTable()) {
            byTable.computeIfAbsent(lower(table.getName()), name -> new LinkedHashSet<>())
                    .addAll(subjectTypes);
        }
    }

    /** By Hibernate's name of the entity; none if neither it nor a subclass is audited. */
    List<String> ofEntity(String entityName) {
        return byEntity.getOrDefault(entityName, List.of());
    }

    /** What a statement touches by what it does to one table. */
    Set<String> of(Target target, String sql, SqlSyntax syntax) {
        Set<String> subjectTypes = byTable.getOrDefault(target.table(), Set.of());
        List<Link> linked = links.getOrDefault(target.table(), List.of());
        if (linked.isEmpty()) {
            return subjectTypes;
        }
        boolean anyColumn = !target.verb().equals("update");
        Set<String> assigned = anyColumn ? Set.of() : SqlTargets.assigned(sql, syntax);
        Set<String> all = new LinkedHashSet<>(subjectTypes);
        for (Link link : linked) {
            if (anyColumn || !Collections.disjoint(link.columns(), assigned)) {
                all.add(link.subjectType());
            }
        }
        return all;
    }
}
