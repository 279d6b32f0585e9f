package io.leadfactory.audit.capture;

import io.leadfactory.audit.render.AuditedType;
import io.leadfactory.audit.transaction.OpenTransaction;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * What the flush that is going on does to entities that own collections, until its end. For one thread.
 *
 * <p>Hibernate tells of an entity and of each of its collections one by one, in an order that its versions do not share,
 * and of a collection that was replaced by another as of two. At the end of the flush all is known, and the owner gets one
 * event. An insert that runs before its flush, for the sake of a generated identifier, waits for the first flush.
 */
final class OwnerChanges {
    private final IdentityHashMap<Object, OwnerChange> byOwner = new IdentityHashMap<>();
    private final List<OwnerChange> inOrder = new ArrayList<>();

    OwnerChange of(Object owner, AuditedType type, Object id, SharedSessionContractImplementor session) {
        OwnerChange change = byOwner.get(owner);
        if (change == null) {
            change = new OwnerChange(type, id, session);
            byOwner.put(owner, change);
            inOrder.add(change);
        }
        return change;
    }

    /**
     * Records what happened in a session whose flush has ended. Another that shares its transaction may be in the midst of
     * its own, as one whose entity listener flushes this one.
     */
    void finish(SharedSessionContractImplementor session, ChangeRecorder recorder, OpenTransaction buffer) {
        List<OwnerChange> changes =
                inOrder.stream().filter(change -> change.isOf(session)).toList();
        if (changes.size() == inOrder.size()) {
            finish(recorder, buffer);
            return;
        }
        inOrder.removeAll(changes);
        byOwner.values().removeAll(changes);
        changes.forEach(change -> change.finish(recorder, buffer));
    }

    /** Records what happened. */
    void finish(ChangeRecorder recorder, OpenTransaction buffer) {
        if (!inOrder.isEmpty()) {
            List<OwnerChange> changes = List.copyOf(inOrder);
            clear();
            changes.forEach(change -> change.finish(recorder, buffer));
        }
    }

    void clear() {
        byOwner.clear();
        inOrder.clear();
    }
}
