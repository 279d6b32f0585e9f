package io.leadfactory.audit.statement;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.Subject;
import java.util.List;
import java.util.Map;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * A statement with what is known of it before its execution. For one thread.
 *
 * @param sink where the events go
 * @param session executes it
 * @param touched the subject types that it touches, by action
 * @param text the statement without literals
 * @param parameters its parameters without values, or null
 * @param images the rows that it will change, or null
 */
record CapturedStatement(
        StatementSink sink,
        SharedSessionContractImplementor session,
        Map<String, List<String>> touched,
        String text,
        @Nullable String parameters,
        @Nullable RowImages images)
        implements Captured {

    /** The id of the subject that stands for all rows of a type. */
    static final String ALL = "*";

    @Override
    public void executed(int rows) {
        touched.forEach((action, subjectTypes) -> subjectTypes.forEach(subjectType -> {
            AuditEntry entry = entry(action, subjectType);
            if (rows != UNKNOWN) {
                entry = entry.detail("rows", String.valueOf(rows));
            }
            sink.record(session, images == null ? entry : entry.detail("recorded rows", images.described()));
        }));
        if (images != null) {
            images.recordAll(sink);
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        try {
            touched.forEach((action, subjectTypes) -> subjectTypes.forEach(subjectType -> sink.record(
                    session,
                    entry(action, subjectType)
                            .outcome(Outcome.FAILED)
                            .detail("cause", cause.getClass().getName()))));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private AuditEntry entry(String action, String subjectType) {
        AuditEntry entry = AuditEntry.of(action, Subject.of(subjectType, ALL)).detail("statement", text);
        return parameters == null ? entry : entry.detail("parameters", parameters);
    }
}
