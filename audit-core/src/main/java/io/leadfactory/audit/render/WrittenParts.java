package io.leadfactory.audit.render;

import io.leadfactory.audit.record.JsonObject;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an embeddable that an update writes as they are given, and those of which the row keeps its value or gets one
 * that the database makes. Immutable.
 *
 * @param given what is written as it is given
 * @param others all else
 * @param made whether the database may make values of the others
 */
record WrittenParts(CompositeRendering given, CompositeRendering others, boolean made) {

    /** Of an attribute, or null if it is none with such parts. */
    static @Nullable WrittenParts of(EntityPersister persister, int property, Rendering rendering) {
        if (!(rendering instanceof CompositeRendering composite) || composite.isAggregate()) {
            return null;
        }
        boolean[] written = Writing.updatedColumns(persister, property);
        CompositeRendering others =
                composite.select(written, 0, false, persister.getFactory().getRuntimeMetamodels());
        if (others.isEmpty()) {
            return null;
        }
        Generator generator = persister.getGenerators()[property];
        return new WrittenParts(
                composite.select(written, 0, true, persister.getFactory().getRuntimeMetamodels()),
                others,
                generator != null && generator.generatesOnUpdate() && generator.generatedOnExecution());
    }

    /** Puts the old values of what the database makes, and marks for the new ones, beside other changes. */
    void writeMade(@Nullable Object oldValue, Difference difference, SharedSessionContractImplementor session) {
        if (made) {
            others.write(oldValue, difference.oldObject(), session);
            JsonObject marks = difference.newObject();
            others.names().forEach(name -> marks.put(name, Writing.MADE_BY_DATABASE));
        }
    }
}
