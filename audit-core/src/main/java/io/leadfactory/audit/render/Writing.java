package io.leadfactory.audit.render;

import java.util.Arrays;
import org.hibernate.engine.jdbc.mutation.ParameterUsage;
import org.hibernate.generator.Generator;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.MutationCoordinator;
import org.hibernate.sql.model.MutationOperationGroup;
import org.hibernate.type.ComponentType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Which statements write an attribute, and of which of them the database makes the value. Immutable.
 *
 * @param name the attribute's
 * @param isInserted whether an insert gives it a value that is known
 * @param isUpdated whether an update may give it another one
 * @param isUpserted whether an upsert may give it a value that is known
 * @param isMadeOnInsert whether the database makes that of an insert
 * @param isMadeOnUpdate whether the database makes that of an update
 */
record Writing(
        String name,
        boolean isInserted,
        boolean isUpdated,
        boolean isUpserted,
        boolean isMadeOnInsert,
        boolean isMadeOnUpdate) {
    /** Stands for a value that the database made and that nobody asked for. */
    static final String MADE_BY_DATABASE = "(not recorded: made by the database)";

    static Writing of(EntityPersister persister, int property) {
        Generator generator = persister.getGenerators()[property];
        boolean onInsert = generator != null && generator.generatesOnInsert();
        boolean onUpdate = generator != null && generator.generatesOnUpdate();
        // Of an embeddable it may be a part only, and the others are known.
        boolean whole = generator != null
                && generator.generatedOnExecution()
                && !persister.getPropertyTypes()[property].isComponentType();
        boolean inserted =
                persister.getPropertyInsertability()[property] || onInsert || isPartOfId(persister, property);
        boolean updated = persister.getPropertyUpdateability()[property] || onUpdate;
        return new Writing(
                persister.getPropertyNames()[property],
                inserted,
                updated,
                updated || (inserted && (whole || isPartOfId(persister, property) || isMerged(persister, property))),
                whole && onInsert,
                whole && onUpdate);
    }

    /** Hibernate 7.2 leaves out of an upsert what is not updatable, where 7.4 writes it if the row is new. */
    private static boolean isMerged(EntityPersister persister, int property) {
        if (isAggregate(persister.getPropertyTypes()[property])) {
            return true;
        }
        for (boolean written : writtenColumns(persister, property, persister.getMergeCoordinator())) {
            if (written) {
                return true;
            }
        }
        return false;
    }

    /** Which columns of an attribute an update sets to what it is given, and not to what the database makes. */
    static boolean[] updatedColumns(EntityPersister persister, int property) {
        return writtenColumns(persister, property, persister.getUpdateCoordinator());
    }

    private static boolean[] writtenColumns(EntityPersister persister, int property, MutationCoordinator coordinator) {
        String[] columns = persister.getPropertyColumnNames(persister.getPropertyNames()[property]);
        MutationOperationGroup statements = coordinator.getStaticMutationOperationGroup();
        boolean[] written = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            written[i] = statements == null || isSet(columns[i], statements);
        }
        return written;
    }

    private static boolean isSet(@Nullable String column, MutationOperationGroup statements) {
        boolean set = false;
        for (int i = 0; column != null && i < statements.getNumberOfOperations(); i++) {
            set |= statements.getOperation(i).findValueDescriptor(column, ParameterUsage.SET) != null;
        }
        return set;
    }

    /** Whether one column holds an embeddable as a whole, as JSON. */
    static boolean isAggregate(Type type) {
        return type instanceof ComponentType component
                && component.getMappingModelPart().getEmbeddableTypeDescriptor().getAggregateMapping() != null;
    }

    /** As the association of {@code @MapsId}, whose columns are written with the identifier. */
    private static boolean isPartOfId(EntityPersister persister, int property) {
        String[] columns = persister.getPropertyColumnNames(persister.getPropertyNames()[property]);
        return columns.length > 0
                && Arrays.asList(persister.getIdentifierColumnNames()).containsAll(Arrays.asList(columns));
    }
}
