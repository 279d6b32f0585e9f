package io.leadfactory.audit.render;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.leadfactory.audit.event.AuditIgnore;
import io.leadfactory.audit.event.AuditMask;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Selectable;
import org.hibernate.mapping.Value;
import org.hibernate.spi.NavigablePath;
import org.hibernate.type.CompositeType;
import org.jspecify.annotations.Nullable;

/** Which entities are audited, by entity name, and under which subject type. Immutable. */
public final class Declarations {
    private final Map<String, String> subjectTypes;
    private final Map<String, Set<String>> synthetic;
    private final Map<String, Set<String>> computed;
    private final Map<String, String> left;
    private final IdentityHashMap<CompositeType, Class<?>> mappings;

    private Declarations(
            Map<String, String> subjectTypes,
            Map<String, Set<String>> synthetic,
            Map<String, Set<String>> computed,
            Map<String, String> left,
            IdentityHashMap<CompositeType, Class<?>> mappings) {
        this.subjectTypes = subjectTypes;
        this.synthetic = synthetic;
        this.computed = computed;
        this.left = left;
        this.mappings = mappings;
    }

    /**
     * {@return what the mapped classes declare}
     *
     * @param metadata the mapping
     * @param mode which entities are audited if nothing is declared
     * @throws AuditSettingException if a subject type is too long, or a class is declared both ways
     */
    public static Declarations read(Metadata metadata, AuditMode mode) {
        Map<String, String> subjectTypes = new HashMap<>();
        Map<String, Set<String>> synthetic = new HashMap<>();
        Map<String, Set<String>> computed = new HashMap<>();
        Map<String, String> left = new TreeMap<>();
        IdentityHashMap<CompositeType, Class<?>> mappings = new IdentityHashMap<>();
        for (PersistentClass entity : metadata.getEntityBindings()) {
            Class<?> type = entity.getMappedClass();
            String reason = type == null ? "it has no class" : reasonToLeave(type, mode);
            if (type != null && reason == null) {
                subjectTypes.put(entity.getEntityName(), subjectType(entity, type));
                synthetic.put(entity.getEntityName(), synthetic(entity));
                computed.put(entity.getEntityName(), computed(entity));
                entity.getPropertyClosure().forEach(property -> mappings(property.getValue(), mappings));
            } else {
                left.put(entity.getEntityName(), String.valueOf(reason));
            }
        }
        return new Declarations(
                Map.copyOf(subjectTypes),
                Map.copyOf(synthetic),
                Map.copyOf(computed),
                Collections.unmodifiableMap(left),
                mappings);
    }

    /** Why an entity is not audited, or null if it is: the nearest class that says something decides. */
    private static @Nullable String reasonToLeave(Class<?> type, AuditMode mode) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            boolean audited = c.getDeclaredAnnotation(Auditable.class) != null;
            boolean ignored = c.getDeclaredAnnotation(AuditIgnore.class) != null;
            if (audited && ignored) {
                throw new AuditSettingException(
                        "class \"" + c.getName() + "\" must be @Auditable or @AuditIgnore: it is both; remove one");
            }
            if (audited) {
                return null;
            }
            if (ignored) {
                return "@AuditIgnore on " + c.getSimpleName();
            }
        }
        return mode == AuditMode.ALL ? null : "not @Auditable";
    }

    private static Set<String> synthetic(PersistentClass entity) {
        return entity.getPropertyClosure().stream()
                .filter(property ->
                        property.isSynthetic() || property.getName().equals(NavigablePath.IDENTIFIER_MAPPER_PROPERTY))
                .map(Property::getName)
                .collect(toUnmodifiableSet());
    }

    private static Set<String> computed(PersistentClass entity) {
        Set<String> paths = new HashSet<>();
        entity.getPropertyClosure().forEach(property -> computed(property, "", paths));
        return Set.copyOf(paths);
    }

    private static void computed(Property property, String prefix, Set<String> paths) {
        String path = prefix + property.getName();
        if (isComputed(property)) {
            paths.add(path);
        } else if (property.getValue() instanceof Component component) {
            component.getProperties().forEach(part -> computed(part, path + '.', paths));
        }
    }

    /** The classes by which a {@code CompositeUserType} maps its columns, which are not those of its values. */
    private static void mappings(@Nullable Value value, IdentityHashMap<CompositeType, Class<?>> found) {
        if (value instanceof Component component) {
            Class<?> mapping = UserTypes.mappingClass(component);
            if (mapping != null) {
                found.put(component.getType(), mapping);
            }
            component.getProperties().forEach(part -> mappings(part.getValue(), found));
        } else if (value instanceof Collection collection) {
            mappings(collection.getElement(), found);
            if (collection instanceof IndexedCollection indexed) {
                mappings(indexed.getIndex(), found);
            }
        }
    }

    /**
     * {@return whether no column holds a property: each query computes it by a formula}
     *
     * @param property the mapping of an attribute
     */
    public static boolean isComputed(Property property) {
        List<Selectable> selectables = property.getValue().getSelectables();
        return !selectables.isEmpty() && selectables.stream().allMatch(Selectable::isFormula);
    }

    private static String subjectType(PersistentClass entity, Class<?> type) {
        // A name given on a superclass is its own: subclasses that only inherit the annotation keep theirs.
        Auditable own = type.getDeclaredAnnotation(Auditable.class);
        String name = own != null && !own.name().isBlank() ? own.name() : entity.getJpaEntityName();
        if (name.length() > Subject.MAX_TYPE_LENGTH) {
            throw new AuditSettingException("subject type of entity \"" + entity.getEntityName()
                    + "\" must have at most " + Subject.MAX_TYPE_LENGTH + " characters: it has " + name.length()
                    + "; shorten @Auditable(name)");
        }
        return name;
    }

    /** {@return whether no entity is audited} */
    public boolean isEmpty() {
        return subjectTypes.isEmpty();
    }

    /**
     * {@return the subject type of an entity, null if it is not audited}
     *
     * @param entityName Hibernate's name of the entity
     */
    public @Nullable String subjectType(String entityName) {
        return subjectTypes.get(entityName);
    }

    /** {@return the names of the audited entities} */
    public Set<String> entityNames() {
        return subjectTypes.keySet();
    }

    /** {@return the names of the entities that are not audited, each with the reason} */
    public Map<String, String> left() {
        return left;
    }

    /**
     * {@return the properties that Hibernate added to an audited entity for its own purposes, and that nobody wrote}
     *
     * @param entityName Hibernate's name of the entity
     */
    public Set<String> synthetic(String entityName) {
        return synthetic.getOrDefault(entityName, Set.of());
    }

    /**
     * {@return the paths of the attributes of an audited entity that no column holds, as {@code address.label}}
     *
     * @param entityName Hibernate's name of the entity
     */
    Set<String> computed(String entityName) {
        return computed.getOrDefault(entityName, Set.of());
    }

    /**
     * {@return whether an attribute is never recorded}
     *
     * @param type the class that it is an attribute of
     * @param attribute its name
     */
    public static boolean isIgnored(Class<?> type, String attribute) {
        return isAnnotated(type, attribute, AuditIgnore.class);
    }

    /**
     * {@return whether the values of an attribute are not recorded}
     *
     * @param type the class that it is an attribute of
     * @param attribute its name
     */
    public static boolean isMasked(Class<?> type, String attribute) {
        return isAnnotated(type, attribute, AuditMask.class);
    }

    /**
     * {@return whether an attribute of an embeddable is never recorded, by the class of its values or the one that maps them}
     *
     * @param embeddable the embeddable's type
     * @param attribute the attribute's name
     */
    public boolean isIgnored(CompositeType embeddable, String attribute) {
        Class<?> mapping = mappings.get(embeddable);
        return isIgnored(embeddable.getReturnedClass(), attribute)
                || (mapping != null && isIgnored(mapping, attribute));
    }

    /**
     * {@return whether the values of an attribute of an embeddable are not recorded, by the class of its values or the one
     * that maps them}
     *
     * @param embeddable the embeddable's type
     * @param attribute the attribute's name
     */
    public boolean isMasked(CompositeType embeddable, String attribute) {
        Class<?> mapping = mappings.get(embeddable);
        return isMasked(embeddable.getReturnedClass(), attribute) || (mapping != null && isMasked(mapping, attribute));
    }

    private static boolean isAnnotated(Class<?> type, String attribute, Class<? extends Annotation> annotation) {
        String capital = Character.toUpperCase(attribute.charAt(0)) + attribute.substring(1);
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            Class<?> declaring = c;
            if (has(() -> declaring.getDeclaredField(attribute), annotation)
                    || has(() -> declaring.getDeclaredMethod("get" + capital), annotation)
                    || has(() -> declaring.getDeclaredMethod("is" + capital), annotation)
                    || has(() -> declaring.getDeclaredMethod(attribute), annotation)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Member member, Class<? extends Annotation> annotation) {
        try {
            return member.find().isAnnotationPresent(annotation);
        } catch (NoSuchFieldException | NoSuchMethodException e) {
            return false;
        }
    }

    /** Finds a field or a method. */
    private interface Member {
        AnnotatedElement find() throws NoSuchFieldException, NoSuchMethodException;
    }
}
