package io.leadfactory.audit.recovery;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.record.JsonObject;
import io.leadfactory.audit.store.FailureCause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one event that a transaction leaves which came to nothing: who tried what on which subjects, and no value.
 *
 * <p>It stands in the history of the subject if there is only one, else in that of the transaction.
 */
final class Attempt {
    /** The subject's type if the transaction has more than one. */
    static final String TRANSACTION_TYPE = "Transaction";

    private static final int MAX_SUBJECTS = 20;

    private Attempt() {}

    /**
     * {@return the event}
     *
     * @param ids gives identifier and time
     * @param drafts what the transaction recorded, at least one
     * @param end how it ended
     * @param cause why, if it is known
     */
    static Draft event(EventIds ids, List<Draft> drafts, End end, @Nullable Throwable cause) {
        Draft first = drafts.get(0);
        boolean single = true;
        for (Draft draft : drafts) {
            single &= draft.subjectType().equals(first.subjectType())
                    && draft.subjectId().equals(first.subjectId());
        }
        long micros = ids.nextMicros();
        return new Draft(
                ids.id(micros),
                micros,
                Actions.TRANSACTION,
                Outcome.FAILED.name(),
                single ? first.subjectType() : TRANSACTION_TYPE,
                single ? first.subjectId() : first.id().toString(),
                first.actor(),
                first.onBehalfOf(),
                first.ip(),
                first.userAgent(),
                first.requestId(),
                first.reason(),
                first.attributes(),
                JsonObject.of(details(drafts, end, cause)),
                null,
                null);
    }

    private static Map<String, @Nullable String> details(List<Draft> drafts, End end, @Nullable Throwable cause) {
        Map<String, @Nullable String> details = new LinkedHashMap<>();
        details.put("transaction", drafts.get(0).id().toString());
        details.put("end", end.name());
        details.put("events", String.valueOf(drafts.size()));
        details.put("tried", tried(drafts));
        if (cause != null) {
            FailureCause root = FailureCause.of(cause);
            details.put("cause", root.type());
            if (root.sqlState() != null) {
                details.put("sqlState", root.sqlState());
            }
        }
        return details;
    }

    private static String tried(List<Draft> drafts) {
        StringBuilder tried = new StringBuilder();
        for (Draft draft : drafts.subList(0, Math.min(drafts.size(), MAX_SUBJECTS))) {
            tried.append(tried.isEmpty() ? "" : ", ")
                    .append(draft.action())
                    .append(' ')
                    .append(draft.subjectType())
                    .append(' ')
                    .append(draft.subjectId());
        }
        int more = drafts.size() - MAX_SUBJECTS;
        return more > 0 ? tried.append(" and ").append(more).append(" more").toString() : tried.toString();
    }
}
