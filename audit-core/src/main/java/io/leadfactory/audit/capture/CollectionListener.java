package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.render.AuditedType;
import io.leadfactory.audit.render.AuditedTypes;
import io.leadfactory.audit.render.CollectionRendering;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.CollectionEntry;
import org.hibernate.engine.spi.CollectionKey;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.PersistenceContext;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.AutoFlushEvent;
import org.hibernate.event.spi.AutoFlushEventListener;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.FlushEvent;
import org.hibernate.event.spi.FlushEventListener;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PreCollectionRemoveEvent;
import org.hibernate.event.spi.PreCollectionRemoveEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Notes the content of changed collections before the flush, and has the flush's end record what changed. Thread-safe.
 *
 * <p>The content before is Hibernate's own snapshot, which costs nothing and is replaced, not changed, once the rows are
 * written. A collection that was never loaded has none, and is not loaded for it.
 *
 * <p>Events of stateless sessions are left alone: they know no old content, and {@link ChangeListener} finds the new one
 * in the entity.
 */
final class CollectionListener
        implements PreCollectionUpdateEventListener,
                PreCollectionRemoveEventListener,
                PostCollectionRecreateEventListener,
                FlushEventListener,
                AutoFlushEventListener {
    private static final long serialVersionUID = 1L;

    private final transient ChangeRecorder recorder;
    private final transient AuditedTypes types;

    CollectionListener(ChangeRecorder recorder, AuditedTypes types) {
        this.recorder = recorder;
        this.types = types;
    }

    @Override
    public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
        note(event, (change, rendering, collection, entry) -> {
            change.before(rendering, before(collection, entry));
            change.after(rendering, collection);
        });
    }

    @Override
    public void onPreRemoveCollection(PreCollectionRemoveEvent event) {
        note(event, (change, rendering, collection, entry) -> change.before(rendering, before(collection, entry)));
    }

    @Override
    public void onPostRecreateCollection(PostCollectionRecreateEvent event) {
        note(event, (change, rendering, collection, entry) -> change.after(rendering, collection));
    }

    /** The snapshot; an immutable collection has none, but did not change. */
    static @Nullable Object before(PersistentCollection<?> collection, CollectionEntry entry) {
        Object snapshot = entry.getSnapshot();
        if (snapshot != null) {
            return snapshot;
        }
        return collection.wasInitialized() ? collection : CollectionRendering.NOT_LOADED;
    }

    /** Rows that the database deletes by itself, by a cascade of its own, raise no event. */
    static void noteDeleted(
            OwnerChange change,
            AuditedType type,
            @Nullable Object[] state,
            Object id,
            SharedSessionContractImplementor session) {
        PersistenceContext context = session.getPersistenceContextInternal();
        for (CollectionRendering rendering : type.collections().all()) {
            if (change.hasBefore(rendering)) {
                continue;
            }
            PersistentCollection<?> collection = rendering.isKeyedById()
                    ? context.getCollection(new CollectionKey(rendering.persister(), id))
                    : null;
            CollectionEntry entry = collection == null ? null : context.getCollectionEntry(collection);
            if (collection != null && entry != null) {
                change.before(rendering, before(collection, entry));
            } else {
                boolean none = type.collections().isAbsent(rendering, state);
                change.before(rendering, none ? null : CollectionRendering.NOT_LOADED);
            }
        }
    }

    private void note(AbstractCollectionEvent event, Step step) {
        PersistentCollection<?> collection = event.getCollection();
        // The event of a stateless session cannot even be asked for its session.
        if (collection == null || !(collection.getSession() instanceof EventSource session)) {
            return;
        }
        CollectionEntry entry = session.getPersistenceContextInternal().getCollectionEntry(collection);
        CollectionPersister persister = entry == null ? null : entry.getLoadedPersister();
        if (entry == null || persister == null) {
            return;
        }
        Object owner = owner(event, collection);
        EntityEntry ownerEntry =
                owner == null ? null : session.getPersistenceContextInternal().getEntry(owner);
        AuditedType type = ownerEntry == null ? type(event, session) : types.find(ownerEntry.getPersister());
        CollectionRendering rendering = type == null ? null : type.collections().find(persister.getRole());
        Object id = ownerEntry == null ? id(event, entry, rendering) : ownerEntry.getId();
        if (type != null && rendering != null && id != null) {
            recorder.requireRecordable(Actions.UPDATE, type.subjectType(), session);
            step.take(
                    recorder.owners(session).of(owner == null ? collection : owner, type, id, session),
                    rendering,
                    collection,
                    entry);
        }
    }

    /** The event finds its owner by the collection's key, and so not if that is not its identifier; the collection does. */
    private static @Nullable Object owner(AbstractCollectionEvent event, PersistentCollection<?> collection) {
        Object owner = event.getAffectedOwnerOrNull();
        return owner == null ? collection.getOwner() : owner;
    }

    private @Nullable AuditedType type(AbstractCollectionEvent event, EventSource session) {
        String owner = event.getAffectedOwnerEntityName();
        if (owner == null) {
            return null;
        }
        EntityPersister persister = session.getFactory().getMappingMetamodel().getEntityDescriptor(owner);
        return types.find(persister);
    }

    /** An owner that is not in the session, as of a collection taken from a detached entity, is known by the key alone. */
    private static @Nullable Object id(
            AbstractCollectionEvent event, CollectionEntry entry, @Nullable CollectionRendering rendering) {
        Object id = event.getAffectedOwnerIdOrNull();
        if (id == null && rendering != null && rendering.isKeyedById()) {
            return entry.getLoadedKey();
        }
        return id;
    }

    @Override
    public void onFlush(FlushEvent event) {
        recorder.flushed(event.getSession());
    }

    @Override
    public void onAutoFlush(AutoFlushEvent event) {
        if (event.isFlushRequired()) {
            recorder.flushed(event.getSession());
        }
    }

    /** What an event tells of a collection. */
    private interface Step {
        void take(
                OwnerChange change,
                CollectionRendering rendering,
                PersistentCollection<?> collection,
                CollectionEntry entry);
    }
}
