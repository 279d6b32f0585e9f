package io.leadfactory.audit.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read, newest first; what is null is not asked for. Immutable.
 *
 * @param subjectType the subject's type
 * @param subjectId the subject's identifier
 * @param actor who acted
 * @param action what was done
 * @param from the smallest identifier
 * @param below the identifier that all must be smaller than
 * @param limit how many at most
 */
public record Criteria(
        @Nullable String subjectType,
        @Nullable String subjectId,
        @Nullable String actor,
        @Nullable String action,
        @Nullable UUID from,
        @Nullable UUID below,
        int limit) {}
