package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.render.AuditedType;
import io.leadfactory.audit.render.CollectionRendering;
import io.leadfactory.audit.render.Difference;
import io.leadfactory.audit.transaction.OpenTransaction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** What one flush does to an entity that owns collections, and to these. For one thread. */
final class OwnerChange {
    private final AuditedType type;
    private final Object id;
    private final SharedSessionContractImplementor session;
    private final Map<CollectionRendering, Content> contents = new LinkedHashMap<>();
    private int position;
    private @Nullable Draft draft;
    private boolean suppressed;
    private boolean replicated;

    OwnerChange(AuditedType type, Object id, SharedSessionContractImplementor session) {
        this.type = type;
        this.id = id;
        this.session = session;
    }

    boolean isOf(SharedSessionContractImplementor other) {
        return session == other;
    }

    /** The entity's own event, which the collections are added to. An insert stays the one, also if an update follows. */
    void recorded(Draft event, int at) {
        if (draft == null || !draft.action().equals(Actions.INSERT)) {
            draft = event;
            position = at;
        }
    }

    /** The entity's own event was counted instead, and its collections with it. */
    void suppressed() {
        suppressed = true;
    }

    /** The entity was written over a row that nobody had read, and its collections with it. */
    void replicated() {
        replicated = true;
    }

    /** The content before the flush; what is known first is the oldest. */
    void before(CollectionRendering collection, @Nullable Object content) {
        Content change = contents.computeIfAbsent(collection, key -> new Content());
        if (!change.hasBefore) {
            change.hasBefore = true;
            change.before = content;
        }
    }

    boolean hasBefore(CollectionRendering collection) {
        Content change = contents.get(collection);
        return change != null && change.hasBefore;
    }

    /** The collection that holds the content after the flush. */
    void after(CollectionRendering collection, PersistentCollection<?> content) {
        contents.computeIfAbsent(collection, key -> new Content()).after = content;
    }

    /** Records what happened to the collections, with the entity's own event if that is not written yet. */
    void finish(ChangeRecorder recorder, OpenTransaction buffer) {
        if (suppressed) {
            return;
        }
        Draft own = draft != null && buffer.holds(position, draft) ? draft : null;
        String action = draft == null ? Actions.UPDATE : draft.action();
        Difference difference =
                own == null ? new Difference(null, null) : new Difference(own.oldValues(), own.newValues());
        switch (action) {
            case Actions.INSERT -> writeFirst(difference);
            case Actions.DELETE -> writeLast(difference);
            default -> compare(difference);
        }
        String oldValues = difference.oldObject().isEmpty() ? null : difference.oldValues();
        String newValues = difference.newObject().isEmpty() ? null : difference.newValues();
        if (own != null) {
            buffer.replace(position, own.withValues(oldValues, newValues));
        } else if (newValues != null) {
            recorder.record(session, Actions.UPDATE, type.subjectType(), type.id(id, session), oldValues, newValues);
        }
    }

    private void writeFirst(Difference difference) {
        for (CollectionRendering collection : type.collections().all()) {
            Content content = contents.get(collection);
            collection.writeAll(content == null ? null : content.after, difference.newObject(), session);
        }
    }

    private void writeLast(Difference difference) {
        contents.forEach((collection, content) -> collection.writeAll(content.before, difference.oldObject(), session));
    }

    private void compare(Difference difference) {
        contents.forEach((collection, content) -> {
            boolean known = content.hasBefore || !replicated;
            Object before = known ? content.before : CollectionRendering.NOT_LOADED;
            collection.compare(before, content.after, difference, session);
        });
    }

    /** The contents of a collection; without one it is empty. */
    private static final class Content {
        private boolean hasBefore;
        private @Nullable Object before;
        private @Nullable PersistentCollection<?> after;
    }
}
