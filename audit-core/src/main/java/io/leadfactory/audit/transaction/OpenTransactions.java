package io.leadfactory.audit.transaction;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.context.Suppression;
import io.leadfactory.audit.event.NoActorException;
import io.leadfactory.audit.event.NoTransactionException;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.ledger.LaneLease;
import io.leadfactory.audit.ledger.TrailLanes;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.recovery.Recovery;
import io.leadfactory.audit.session.OwnSessions;
import io.leadfactory.audit.store.AuditStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.engine.jdbc.batch.spi.Batch;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.jspecify.annotations.Nullable;

/** The transactions of a session factory that record something and have not ended. Thread-safe. */
public final class OpenTransactions {
    private final TransactionSettings settings;
    private final Origin system;
    private final OwnSessions sessions;
    private final EventIds ids;
    private final TrailLanes lanes;
    private final AuditStore store;
    private final Recovery recovery;
    private final Map<TransactionCoordinator, TransactionBuffer> buffers = new ConcurrentHashMap<>();

    /**
     * Knows of no transaction yet.
     *
     * @param settings how transactions record
     * @param sessions tell whose trail a session writes
     * @param ids give drafts identifier and time
     * @param lanes give the lanes that batches are sealed into
     * @param store the store that they are written to
     * @param recovery takes what transactions leave
     */
    public OpenTransactions(
            TransactionSettings settings,
            OwnSessions sessions,
            EventIds ids,
            TrailLanes lanes,
            AuditStore store,
            Recovery recovery) {
        this.settings = settings;
        this.system = Origin.of(settings.systemActor());
        this.sessions = sessions;
        this.ids = ids;
        this.lanes = lanes;
        this.store = store;
        this.recovery = recovery;
    }

    /**
     * Refuses what could not be recorded afterwards.
     *
     * @param action what is about to be done
     * @param subjectType to what
     * @param session the session that does it
     * @throws NoTransactionException if it has no active transaction
     * @throws NoActorException if nobody is named as the actor and that is refused
     */
    public void requireRecordable(String action, String subjectType, SharedSessionContractImplementor session) {
        if (!session.getTransactionCoordinator().isTransactionActive()) {
            throw noTransaction(action + " an audited \"" + subjectType + '"');
        }
        origin();
    }

    /** {@return whether this thread counts events instead of recording them} */
    public boolean isSuppressing() {
        return Suppression.currentReason(this) != null;
    }

    /**
     * Counts an event instead of taking it, if this thread suppresses.
     *
     * @param session the session that causes it
     * @param action what was done
     * @param subjectType to what
     * @return whether it was counted, so that no draft is wanted
     */
    public boolean suppresses(SharedSessionContractImplementor session, String action, String subjectType) {
        String reason = Suppression.currentReason(this);
        if (reason == null) {
            return false;
        }
        buffer(session).suppress(reason, origin(), subjectType, action);
        return true;
    }

    /**
     * {@return who acts in this thread, at this moment}
     *
     * @throws NoActorException if nobody is named and that is refused
     */
    public Origin origin() {
        AuditContext context = AuditContext.current().orElse(null);
        if (settings.noActor() == NoActorPolicy.REFUSE && (context == null || context.isAnonymous())) {
            throw new NoActorException("cannot record an event: "
                    + (context == null ? "no audit context is open" : "the open audit context names no actor")
                    + " and setting \"" + TransactionSettings.NO_ACTOR
                    + "\" is REFUSE; open an AuditContext with an actor around the work");
        }
        return context == null ? system : context.origin(system.actor());
    }

    /** {@return what gives drafts identifier and time} */
    public EventIds ids() {
        return ids;
    }

    /**
     * {@return the transaction of a session, in which drafts are recorded}
     *
     * @param session the session
     */
    public OpenTransaction of(SharedSessionContractImplementor session) {
        return buffer(session);
    }

    /**
     * A flush of the session has ended.
     *
     * @param session the session
     */
    public void flushed(SharedSessionContractImplementor session) {
        TransactionBuffer buffer = existingBuffer(session);
        if (buffer != null) {
            buffer.finish(session);
        }
    }

    /**
     * {@return the batch, from now on watched for its failure}
     *
     * @param batch a JDBC batch that is begun
     * @param session the session that begins it
     */
    public Batch watch(Batch batch, SharedSessionContractImplementor session) {
        return new WatchedBatch(batch, BatchStart.now(this, session));
    }

    AuditStore store() {
        return store;
    }

    /** Takes what transactions leave. */
    Recovery recovery() {
        return recovery;
    }

    LaneLease borrowLane(@Nullable String tenant) {
        return lanes.of(tenant).borrow();
    }

    /** Whose trail the session writes, or null if there is one for all. */
    @Nullable
    String tenant(SharedSessionContractImplementor session) {
        return sessions.tenant(session);
    }

    int batchSize() {
        return settings.batchSize();
    }

    void remember(TransactionCoordinator coordinator, TransactionBuffer buffer) {
        buffers.put(coordinator, buffer);
    }

    void forget(TransactionCoordinator coordinator, TransactionBuffer buffer) {
        buffers.remove(coordinator, buffer);
    }

    /** How many transactions are known that have not ended. */
    int size() {
        return buffers.size();
    }

    /** The buffer of the session's transaction, if it recorded something. */
    @Nullable
    TransactionBuffer existingBuffer(SharedSessionContractImplementor session) {
        return buffers.get(session.getTransactionCoordinator());
    }

    TransactionBuffer buffer(SharedSessionContractImplementor session) {
        TransactionCoordinator coordinator = session.getTransactionCoordinator();
        TransactionBuffer buffer = buffers.get(coordinator);
        if (buffer == null) {
            buffer = new TransactionBuffer(this, session);
            remember(coordinator, buffer);
            buffer.listen(session);
        }
        return buffer;
    }

    static NoTransactionException noTransaction(String what) {
        return new NoTransactionException("cannot " + what
                + " outside a transaction, since its event could not be written with it: begin a transaction first");
    }
}
