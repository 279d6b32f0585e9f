package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.render.AuditedType;
import io.leadfactory.audit.render.AuditedTypes;
import io.leadfactory.audit.render.Difference;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PostUpsertEvent;
import org.hibernate.event.spi.PostUpsertEventListener;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Turns the entity events of audited entities into drafts. Thread-safe.
 *
 * <p>The pre-events only refuse what could not be recorded afterwards, before any SQL runs. The post-events only buffer:
 * Hibernate fires them before the JDBC batch is executed, and writing inside a flush would break it. Values are rendered
 * at once, since the arrays of an event live on and mutable values may change.
 */
final class ChangeListener
        implements PreInsertEventListener,
                PreUpdateEventListener,
                PreDeleteEventListener,
                PreUpsertEventListener,
                PostInsertEventListener,
                PostUpdateEventListener,
                PostDeleteEventListener,
                PostUpsertEventListener {
    private static final long serialVersionUID = 1L;

    private final transient Recorder recorder;
    private final transient AuditedTypes types;

    ChangeListener(Recorder recorder, AuditedTypes types) {
        this.recorder = recorder;
        this.types = types;
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        check(Actions.INSERT, event.getPersister(), event.getSession());
        return false;
    }

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        check(Actions.UPDATE, event.getPersister(), event.getSession());
        return false;
    }

    @Override
    public boolean onPreDelete(PreDeleteEvent event) {
        check(Actions.DELETE, event.getPersister(), event.getSession());
        return false;
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        check(Actions.UPSERT, event.getPersister(), event.getSession());
        return false;
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        AuditedType type = types.find(event.getPersister());
        if (type != null) {
            SharedSessionContractImplementor session = event.getSession();
            String state = state(type, event.getState(), session);
            record(Actions.INSERT, type, event.getEntity(), event.getId(), null, state, session);
        }
    }

    @Override
    public void onPostUpsert(PostUpsertEvent event) {
        AuditedType type = types.find(event.getPersister());
        if (type != null) {
            SharedSessionContractImplementor session = event.getSession();
            String state = state(type, event.getState(), session);
            record(Actions.UPSERT, type, event.getEntity(), event.getId(), null, state, session);
        }
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        AuditedType type = types.find(event.getPersister());
        if (type == null) {
            return;
        }
        SharedSessionContractImplementor session = event.getSession();
        Object[] oldState = event.getOldState();
        if (oldState == null) {
            // A stateless or detached update knows no old state, and reading it would be an extra SELECT.
            String state = state(type, event.getState(), session);
            record(Actions.UPDATE, type, event.getEntity(), event.getId(), null, state, session);
            return;
        }
        Difference difference = type.difference(oldState, event.getState(), session);
        if (!difference.isEmpty()) {
            String oldValues = difference.oldValues();
            record(Actions.UPDATE, type, event.getEntity(), event.getId(), oldValues, difference.newValues(), session);
        }
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        AuditedType type = types.find(event.getPersister());
        if (type != null) {
            SharedSessionContractImplementor session = event.getSession();
            Object[] deleted = event.getDeletedState();
            if (deleted == null) {
                // A stateless delete has no loaded state: the object that the caller gave is all that is known.
                deleted = event.getPersister().getValues(event.getEntity());
            }
            if (hasOpenCollections(type, session)) {
                OwnerChange owner = recorder.owners(session).of(event.getEntity(), type, event.getId(), session);
                CollectionListener.noteDeleted(owner, type, deleted, event.getId(), session);
            }
            String state = state(type, deleted, session);
            record(Actions.DELETE, type, event.getEntity(), event.getId(), state, null, session);
        }
    }

    private void check(String action, EntityPersister persister, SharedSessionContractImplementor session) {
        AuditedType type = types.find(persister);
        if (type != null) {
            recorder.requireRecordable(action, type.subjectType(), session);
        }
    }

    /** In a stateless session the entity is all that there is; in others its collections are added when the flush ends. */
    private static String state(AuditedType type, @Nullable Object[] values, SharedSessionContractImplementor session) {
        String state = type.state(values, session);
        return session.isEventSource() ? state : type.collections().addWritten(state, values, session);
    }

    private static boolean hasOpenCollections(AuditedType type, SharedSessionContractImplementor session) {
        return !type.collections().isEmpty() && session.isEventSource();
    }

    private void record(
            String action,
            AuditedType type,
            Object entity,
            Object id,
            @Nullable String oldValues,
            @Nullable String newValues,
            SharedSessionContractImplementor session) {
        String subjectId = type.id(id, session);
        String details = recorder.details().of(action, entity.getClass(), entity);
        if (hasOpenCollections(type, session)) {
            OwnerChange owner = recorder.owners(session).of(entity, type, id, session);
            recorder.recordOwner(session, action, type.subjectType(), subjectId, oldValues, newValues, details, owner);
        } else {
            recorder.record(session, action, type.subjectType(), subjectId, oldValues, newValues, details);
        }
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }
}
