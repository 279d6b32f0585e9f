package io.leadfactory.audit.render;

import java.util.Arrays;
import org.hibernate.generator.Generator;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Which statements write an attribute, and of which of them the database makes the value. Immutable.
 *
 * @param name the attribute's
 * @param isInserted whether an insert gives it a value that is known
 * @param isUpdated whether an update may give it another one
 * @param isMadeOnInsert whether the database makes that of an insert
 * @param isMadeOnUpdate whether the database makes that of an update
 */
record Writing(String name, boolean isInserted, boolean isUpdated, boolean isMadeOnInsert, boolean isMadeOnUpdate) {
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
        return new Writing(
                persister.getPropertyNames()[property],
                persister.getPropertyInsertability()[property] || onInsert || isPartOfId(persister, property),
                persister.getPropertyUpdateability()[property] || onUpdate,
                whole && onInsert,
                whole && onUpdate);
    }

    /** As the association of {@code @MapsId}, whose columns are written with the identifier. */
    private static boolean isPartOfId(EntityPersister persister, int property) {
        String[] columns = persister.getPropertyColumnNames(persister.getPropertyNames()[property]);
        return columns.length > 0
                && Arrays.asList(persister.getIdentifierColumnNames()).containsAll(Arrays.asList(columns));
    }
}
