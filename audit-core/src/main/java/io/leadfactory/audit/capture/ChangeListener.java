package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.render.AuditedType;
import io.leadfactory.audit.render.AuditedTypes;
import io.leadfactory.audit.render.Difference;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.hibernate.event.spi.AbstractPreDatabaseOperationEvent;
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

    private final transient ChangeRecorder recorder;
    private final transient AuditedTypes types;
    private final boolean reads;

    ChangeListener(ChangeRecorder recorder, AuditedTypes types, OldStatePolicy oldState) {
        this.recorder = recorder;
        this.types = types;
        this.reads = oldState == OldStatePolicy.READ;
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        check(Actions.INSERT, event.getPersister(), event.getSession());
        return false;
    }

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        check(Actions.UPDATE, event.getPersister(), event.getSession());
        if (event.getOldState() == null) {
            readReplaced(event, event.getSession());
        }
        return false;
    }

    @Override
    public boolean onPreDelete(PreDeleteEvent event) {
        check(Actions.DELETE, event.getPersister(), event.getSession());
        if (event.getDeletedState() == null) {
            readReplaced(event, event.getSession());
        }
        return false;
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        check(Actions.UPSERT, event.getPersister(), event.getSession());
        readReplaced(event, event.getSession());
        return false;
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        AuditedType type = types.find(event.getPersister());
        if (type != null) {
            SharedSessionContractImplementor session = event.getSession();
            Object[] values = event.getState();
            String state = withCollections(type, type.inserted(values, session), values, session);
            record(Actions.INSERT, type, event.getEntity(), event.getId(), null, state, session);
        }
    }

    @Override
    public void onPostUpsert(PostUpsertEvent event) {
        AuditedType type = types.find(event.getPersister());
        if (type != null) {
            SharedSessionContractImplementor session = event.getSession();
            Object[] replaced = replaced(event.getEntity(), session);
            if (replaced == null) {
                Object[] values = event.getState();
                String state = withCollections(type, type.upserted(values, session), values, session);
                record(Actions.UPSERT, type, event.getEntity(), event.getId(), null, state, session);
            } else {
                Difference difference = type.replacement(replaced, event.getState(), session);
                recordChange(Actions.UPSERT, type, event, event.getState(), difference, session);
            }
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
        Object[] replaced = oldState == null ? replaced(event.getEntity(), session) : null;
        if (replaced != null) {
            Difference difference = type.replacement(replaced, event.getState(), session);
            recordChange(Actions.UPDATE, type, event, event.getState(), difference, session);
        } else if (oldState == null) {
            if (hasOpenCollections(type, session)) {
                recorder.owners(session)
                        .of(event.getEntity(), type, event.getId(), session)
                        .replicated();
            }
            String state = withCollections(type, type.written(event.getState(), session), event.getState(), session);
            record(Actions.UPDATE, type, event.getEntity(), event.getId(), null, state, session);
        } else {
            Difference difference = type.difference(oldState, event.getState(), session);
            recordChange(Actions.UPDATE, type, event, event.getState(), difference, session);
        }
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        AuditedType type = types.find(event.getPersister());
        if (type == null) {
            return;
        }
        SharedSessionContractImplementor session = event.getSession();
        Object[] deleted = event.getDeletedState();
        if (deleted == null) {
            // A stateless delete has no loaded state: the object that the caller gave is all that may be known.
            Object[] given = event.getPersister().getValues(event.getEntity());
            Object[] replaced = replaced(event.getEntity(), session);
            String state = type.state(replaced == null ? given : replaced, session);
            String whole = withCollections(type, state, given, session);
            record(Actions.DELETE, type, event.getEntity(), event.getId(), whole, null, session);
            return;
        }
        if (hasOpenCollections(type, session)) {
            OwnerChange owner = recorder.owners(session).of(event.getEntity(), type, event.getId(), session);
            CollectionListener.noteDeleted(owner, type, deleted, event.getId(), session);
        }
        String state = state(type, deleted, session);
        record(Actions.DELETE, type, event.getEntity(), event.getId(), state, null, session);
    }

    private void recordChange(
            String action,
            AuditedType type,
            AbstractDatabaseOperationEvent event,
            @Nullable Object[] newState,
            Difference difference,
            SharedSessionContractImplementor session) {
        String newValues = withCollections(type, difference.newValues(), newState, session);
        if (!difference.isEmpty() || !newValues.equals(difference.newValues())) {
            record(action, type, event.getEntity(), event.getId(), difference.oldValues(), newValues, session);
        }
    }

    private void readReplaced(AbstractPreDatabaseOperationEvent event, SharedSessionContractImplementor session) {
        EntityPersister persister = event.getPersister();
        if (reads && session instanceof StatelessSession stateless && types.find(persister) != null) {
            recorder.keepReplaced(
                    session, ReplacedState.read(event.getEntity(), event.getId(), persister, stateless, session));
        }
    }

    private @Nullable Object @Nullable [] replaced(Object entity, SharedSessionContractImplementor session) {
        ReplacedState replaced = reads ? recorder.takeReplaced(session, entity) : null;
        return replaced == null ? null : replaced.values();
    }

    private void check(String action, EntityPersister persister, SharedSessionContractImplementor session) {
        AuditedType type = types.find(persister);
        if (type != null) {
            recorder.requireRecordable(action, type.subjectType(), session);
        }
    }

    /** In a stateless session the entity is all that there is; in others its collections are added when the flush ends. */
    private static String state(AuditedType type, @Nullable Object[] values, SharedSessionContractImplementor session) {
        return withCollections(type, type.state(values, session), values, session);
    }

    private static String withCollections(
            AuditedType type, String json, @Nullable Object[] values, SharedSessionContractImplementor session) {
        return session.isEventSource() ? json : type.collections().addWritten(json, values, session);
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
