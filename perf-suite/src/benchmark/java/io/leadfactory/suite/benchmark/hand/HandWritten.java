package io.leadfactory.suite.benchmark.hand;

import io.leadfactory.suite.benchmark.hand.HandTrail.Change;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/** Listens to Hibernate and hands each change to a trail, once before the transaction completes. Thread-safe. */
public final class HandWritten
        implements Integrator, PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener {
    private static final long serialVersionUID = 1L;

    private final transient HandTrail trail;
    private final transient Map<SharedSessionContractImplementor, PendingChanges> pending = new ConcurrentHashMap<>();

    /** Listens for this trail. */
    public HandWritten(HandTrail trail) {
        this.trail = trail;
    }

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor sessions) {
        EventListenerRegistry registry = sessions.getServiceRegistry().requireService(EventListenerRegistry.class);
        registry.appendListeners(EventType.POST_INSERT, this);
        registry.appendListeners(EventType.POST_UPDATE, this);
        registry.appendListeners(EventType.POST_DELETE, this);
    }

    @Override
    public void disintegrate(SessionFactoryImplementor sessions, SessionFactoryServiceRegistry services) {
        pending.clear();
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        add(
                event.getSession(),
                trail.inserted(event.getId(), event.getPersister().getPropertyNames(), event.getState()));
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        add(
                event.getSession(),
                trail.updated(
                        event.getId(),
                        event.getPersister().getPropertyNames(),
                        event.getOldState(),
                        event.getState(),
                        event.getDirtyProperties()));
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        add(
                event.getSession(),
                trail.deleted(event.getId(), event.getPersister().getPropertyNames(), event.getDeletedState()));
    }

    private void add(SharedSessionContractImplementor session, Change change) {
        PendingChanges changes = pending.get(session);
        if (changes == null) {
            changes = new PendingChanges(session, trail, () -> pending.remove(session));
            pending.put(session, changes);
            session.accessTransaction().registerSynchronization(changes);
        }
        changes.add(change);
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }
}
