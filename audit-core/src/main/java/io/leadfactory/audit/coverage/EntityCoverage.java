package io.leadfactory.audit.coverage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an entity is audited and, if so, how its attributes are. Immutable.
 *
 * @param entity the name of the entity, as HQL knows it
 * @param subjectType the subject type of its events, null if it is not audited
 * @param reason why it is not audited, or what else is to be known
 * @param attributes how each attribute is recorded, in order, by its path; none if the entity is not audited
 */
public record EntityCoverage(
        String entity, @Nullable String subjectType, String reason, Map<String, Treatment> attributes) {

    /**
     * Copies the attributes.
     *
     * @param entity the name of the entity
     * @param subjectType the subject type of its events, null if it is not audited
     * @param reason why it is not audited, or what else is to be known
     * @param attributes how each attribute is recorded
     */
    public EntityCoverage {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** How an attribute is recorded. */
    public enum Treatment {
        /** With its values. */
        RECORDED,
        /** That it changed is recorded, its values are not: its type has no text form. */
        WITHOUT_VALUES,
        /** It is {@link io.leadfactory.audit.event.AuditMask}: that it changed is recorded, its values are not. */
        MASKED,
        /** It is {@link io.leadfactory.audit.event.AuditIgnore}: nothing is recorded. */
        IGNORED,
        /** It is the version: it is recorded nowhere, and its changes alone are noise. */
        VERSION,
        /** It is the inverse side of an association: the owning side is recorded. */
        INVERSE,
        /** It is a formula that each query computes: nothing is stored, and nothing recorded. */
        COMPUTED
    }

    /** {@return whether it is audited} */
    public boolean isAudited() {
        return subjectType != null;
    }
}
