package io.leadfactory.audit.coverage;

import io.leadfactory.audit.coverage.EntityCoverage.Treatment;
import io.leadfactory.audit.render.AuditedTypes;
import io.leadfactory.audit.render.Declarations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.OneToMany;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.SimpleValue;
import org.hibernate.mapping.Value;
import org.hibernate.type.CompositeType;
import org.jspecify.annotations.Nullable;

/** Reads what is covered from Hibernate's mapping. For one thread. */
public final class CoverageReader {
    private final Metadata metadata;
    private final Declarations declarations;
    private final List<String> gaps = new ArrayList<>();

    private CoverageReader(Metadata metadata, Declarations declarations) {
        this.metadata = metadata;
        this.declarations = declarations;
    }

    /**
     * {@return what is covered}
     *
     * @param metadata the mapping
     * @param declarations which entities are audited
     * @param gaps gaps that are known otherwise
     */
    public static Coverage read(Metadata metadata, Declarations declarations, List<String> gaps) {
        CoverageReader reader = new CoverageReader(metadata, declarations);
        List<EntityCoverage> entities = metadata.getEntityBindings().stream()
                .map(reader::entity)
                .sorted(Comparator.comparing(EntityCoverage::entity))
                .toList();
        if (!declarations.isEmpty()) {
            metadata.getCollectionBindings().forEach(reader::cascade);
            reader.gaps.sort(Comparator.naturalOrder());
            reader.gaps.addAll(gaps);
        }
        return new Coverage(entities, reader.gaps);
    }

    private EntityCoverage entity(PersistentClass entity) {
        String subjectType = declarations.subjectType(entity.getEntityName());
        if (subjectType == null) {
            String reason = declarations.left().getOrDefault(entity.getEntityName(), "");
            return new EntityCoverage(entity.getJpaEntityName(), null, reason, Map.of());
        }
        Map<String, Treatment> attributes = new LinkedHashMap<>();
        for (Property property : entity.getPropertyClosure()) {
            if (!declarations.synthetic(entity.getEntityName()).contains(property.getName())) {
                boolean version = property.equals(entity.getVersion());
                Class<?> type = entity.getMappedClass();
                boolean ignored = Declarations.isIgnored(type, property.getName());
                boolean masked = Declarations.isMasked(type, property.getName());
                if (version) {
                    attributes.put(property.getName(), Treatment.VERSION);
                } else {
                    attribute(property, "", ignored, masked, attributes);
                }
                cascade(entity, property);
            }
        }
        String reason = entity.isMutable() ? "" : "immutable: it has no updates";
        return new EntityCoverage(entity.getJpaEntityName(), subjectType, reason, attributes);
    }

    private void attribute(
            Property property, String prefix, boolean ignored, boolean masked, Map<String, Treatment> attributes) {
        String path = prefix + property.getName();
        Value value = property.getValue();
        if (ignored) {
            attributes.put(path, Treatment.IGNORED);
        } else if (Declarations.isComputed(property)) {
            attributes.put(path, Treatment.COMPUTED);
        } else if (value instanceof Collection collection && collection.isInverse()) {
            attributes.put(path, Treatment.INVERSE);
        } else if (masked) {
            attributes.put(path, Treatment.MASKED);
        } else if (value instanceof Collection) {
            attributes.put(path, Treatment.RECORDED);
        } else if (value instanceof Component component && !component.isDynamic()) {
            CompositeType type = component.getType();
            for (Property part : component.getProperties()) {
                attribute(
                        part,
                        path + '.',
                        declarations.isIgnored(type, part.getName()),
                        declarations.isMasked(type, part.getName()),
                        attributes);
            }
        } else {
            boolean hasText = AuditedTypes.hasText(property.getType());
            attributes.put(path, hasText ? Treatment.RECORDED : Treatment.WITHOUT_VALUES);
        }
    }

    /** The rows of an entity that the database deletes or changes with those of another. */
    private void cascade(PersistentClass entity, Property property) {
        OnDeleteAction action = action(property.getValue());
        if (action != null) {
            gaps.add("rows of " + entity.getJpaEntityName() + " are changed by the database when what \""
                    + property.getName() + "\" refers to is deleted (on delete " + words(action) + ')');
        }
    }

    private void cascade(Collection collection) {
        OnDeleteAction action = action(collection.getKey());
        if (action == null) {
            return;
        }
        PersistentClass owner = collection.getOwner();
        PersistentClass element = collection.isOneToMany()
                ? metadata.getEntityBinding(((OneToMany) collection.getElement()).getReferencedEntityName())
                : owner;
        if (element != null && declarations.subjectType(element.getEntityName()) != null) {
            String attribute =
                    collection.getRole().substring(owner.getEntityName().length());
            gaps.add("rows of collection " + owner.getJpaEntityName() + attribute
                    + " are changed by the database when their owner is deleted (on delete " + words(action) + ')');
        }
    }

    private static @Nullable OnDeleteAction action(Value value) {
        OnDeleteAction action = value instanceof SimpleValue simple ? simple.getOnDeleteAction() : null;
        return action == OnDeleteAction.NO_ACTION || action == OnDeleteAction.RESTRICT ? null : action;
    }

    private static String words(OnDeleteAction action) {
        return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
