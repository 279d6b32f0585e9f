package io.leadfactory.audit.statement;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.render.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** The rows that a statement changes, as they were before it. For one thread. */
final class RowImages {
    private final RowReader reader;
    private final SharedSessionContractImplementor session;
    private final boolean deletes;
    private final @Nullable List<RowImage> images;

    private RowImages(
            RowReader reader,
            SharedSessionContractImplementor session,
            boolean deletes,
            @Nullable List<RowImage> images) {
        this.reader = reader;
        this.session = session;
        this.deletes = deletes;
        this.images = images;
    }

    static RowImages of(
            RowReader reader, SharedSessionContractImplementor session, boolean deletes, List<RowImage> images) {
        return new RowImages(reader, session, deletes, images);
    }

    static RowImages tooMany(RowReader reader, SharedSessionContractImplementor session, boolean deletes) {
        return new RowImages(reader, session, deletes, null);
    }

    /** How many are recorded, or that there are too many. */
    String described() {
        return images == null ? "none: there are more than " + reader.limit() : String.valueOf(images.size());
    }

    /** Records each row, after the statement. */
    void recordAll(StatementSink sink) {
        if (images == null || images.isEmpty()) {
            return;
        }
        if (deletes) {
            for (RowImage image : images) {
                record(sink, Actions.DELETE, image, image.state(session), null);
            }
            return;
        }
        try (StatelessSession child = reader.child(session)) {
            Map<Class<?>, List<RowImage>> byClass = new LinkedHashMap<>();
            for (RowImage image : images) {
                byClass.computeIfAbsent(image.entityClass(), type -> new ArrayList<>())
                        .add(image);
            }
            byClass.forEach((type, ofType) -> recordUpdates(sink, type, ofType, child));
        }
    }

    private void recordUpdates(StatementSink sink, Class<?> type, List<RowImage> before, StatelessSession child) {
        List<?> after =
                child.getMultiple(type, before.stream().map(RowImage::id).toList());
        for (int i = 0; i < before.size(); i++) {
            RowImage image = before.get(i);
            Object entity = after.get(i);
            if (entity == null) {
                // It is out of sight: a filter or a soft delete hides what it became.
                record(sink, Actions.UPDATE, image, image.state(session), null);
                continue;
            }
            Difference difference = image.difference(entity, session);
            if (!difference.isEmpty()) {
                record(sink, Actions.UPDATE, image, difference.oldValues(), difference.newValues());
            }
        }
    }

    private void record(
            StatementSink sink, String action, RowImage image, @Nullable String oldValues, @Nullable String newValues) {
        sink.record(session, action, image.subjectType(), image.subjectId(session), oldValues, newValues);
    }
}
