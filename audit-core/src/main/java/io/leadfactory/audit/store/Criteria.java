package io.leadfactory.audit.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read and in which order; what is null is not asked for. Immutable.
 *
 * @param subjectType the subject's type
 * @param subjectId the subject's identifier
 * @param actor who acted
 * @param action what was done
 * @param outcome how it ended
 * @param requestId in which request
 * @param attribute what the old or new values name
 * @param changesOnly whether only successful inserts, updates, upserts and deletes count
 * @param fromMicros the first time, in microseconds since 1970
 * @param untilMicros the first time that is too late, in microseconds since 1970
 * @param position the event behind which to start, in the order asked for
 * @param oldestFirst whether the oldest come first
 * @param limit how many at most
 */
public record Criteria(
        @Nullable String subjectType,
        @Nullable String subjectId,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String outcome,
        @Nullable String requestId,
        @Nullable String attribute,
        boolean changesOnly,
        @Nullable Long fromMicros,
        @Nullable Long untilMicros,
        @Nullable UUID position,
        boolean oldestFirst,
        int limit) {}
