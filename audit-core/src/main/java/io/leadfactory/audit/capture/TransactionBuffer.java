package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.ledger.LaneLease;
import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.record.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionEventListener;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.hibernate.resource.transaction.spi.TransactionStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the transactions of one session record, one transaction after the other. For one thread at a time, as the session.
 *
 * <p>It observes the transaction coordinator and not the session's completion callbacks, for three reasons. Observers
 * run last before the commit, after the flush of every kind of session (a stateless session runs its callbacks before
 * its flush) and after callbacks that flush themselves. Their exceptions reach the caller as they are. And they survive
 * a rollback without being called for the wrong transaction: in Hibernate 7.2 a callback that was registered before a
 * rollback runs in the session's next transaction.
 *
 * <p>Events that come after the batch was written, from somebody who flushes even later, are written at once.
 *
 * <p>A lane is given back only on evidence. Committed: it goes on. Our own write failed and the connection was rolled
 * back: the commit was never tried, so the lane goes on where it was. Everything else is unknown and retires the lane;
 * the status of the transaction is no evidence, since after a failed commit Hibernate 7.4 rolls back and then reports
 * ROLLED_BACK, and 7.2 reports nothing at all until the next begin. Not even a known rollback gives a lane back in which
 * our number was taken already: somebody else wrote there, and the next transaction would fail as this one did.
 *
 * <p>The outcome is taken from whichever tells it first: a session that closes itself after its commit is closed before
 * the observers hear of the commit, but after its own listeners do. These are the listeners of the session that owns the
 * connection, since a child that shares it may be closed long before the commit.
 *
 * <p>Between transactions the recorder holds no buffer, so a session that is dropped without being closed is garbage.
 */
final class TransactionBuffer implements TransactionObserver, SessionEventListener {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("io.leadfactory.audit");

    private final transient Recorder recorder;
    private final transient TransactionCoordinator transaction;
    private final transient JdbcCoordinator jdbc;
    private final transient List<Draft> drafts = new ArrayList<>();
    private transient @Nullable UUID transactionId;
    private transient @Nullable LaneLease lease;
    private boolean writeFailed;
    private boolean numberTaken;
    private boolean ended;

    TransactionBuffer(Recorder recorder, SharedSessionContractImplementor session) {
        this.recorder = recorder;
        this.transaction = session.getTransactionCoordinator();
        this.jdbc = session.getJdbcCoordinator();
    }

    void listen(SharedSessionContractImplementor session) {
        transaction.addObserver(this);
        SharedSessionContractImplementor owner =
                jdbc.getJdbcSessionOwner() instanceof SharedSessionContractImplementor parent ? parent : session;
        owner.getEventListenerManager().addListener(this);
    }

    void add(Draft draft) {
        if (transactionId == null) {
            transactionId = draft.id();
        }
        drafts.add(draft);
        if (lease != null) {
            write(transactionId);
        }
    }

    @Override
    public void afterBegin() {
        // Whatever is left here is of a transaction whose end was never reported.
        abandon();
        recorder.remember(transaction, this);
    }

    @Override
    public void beforeCompletion() {
        UUID id = transactionId;
        if (id != null && !drafts.isEmpty()) {
            write(id);
        }
    }

    private void write(UUID id) {
        if (writeFailed) {
            throw new AuditWriteException("cannot write " + drafts.size() + " audit event(s): an earlier write of"
                    + " their transaction failed; roll it back");
        }
        writeFailed = true;
        LaneLease held = lease;
        if (held == null) {
            held = recorder.borrowLane();
            lease = held;
        }
        List<SealedEvent> sealed = held.seal(drafts, id);
        try {
            recorder.store().append(jdbc.getLogicalConnection().getPhysicalConnection(), sealed, recorder.batchSize());
        } catch (AuditWriteException e) {
            numberTaken = recorder.store().isNumberTaken(e);
            throw e;
        }
        drafts.clear();
        writeFailed = false;
    }

    @Override
    public void transactionCompletion(boolean successful) {
        complete(successful);
    }

    @Override
    public void afterCompletion(boolean successful, boolean delayed) {
        complete(successful);
        if (ended) {
            leave();
        } else if (!isJta()) {
            recorder.forget(transaction, this);
        }
    }

    private void complete(boolean successful) {
        LaneLease held = lease;
        if (held != null) {
            if (successful && !writeFailed) {
                held.committed();
            } else if (!successful && writeFailed && !numberTaken && wasRolledBack()) {
                held.rolledBack();
            } else {
                held.unknown();
            }
        }
        if (successful && !drafts.isEmpty()) {
            LOG.error(
                    "{} audit event(s) were recorded while their transaction was completing and are lost;"
                            + " record or flush before the commit",
                    drafts.size());
        }
        reset();
    }

    private boolean wasRolledBack() {
        TransactionStatus status = transaction.getTransactionDriverControl().getStatus();
        return status == TransactionStatus.ROLLED_BACK || status == TransactionStatus.NOT_ACTIVE;
    }

    @Override
    public void end() {
        ended = true;
        // With JTA a session may be closed before its transaction completes.
        if (!isJta() || transactionId == null) {
            abandon();
            leave();
        }
    }

    private void leave() {
        transaction.removeObserver(this);
        recorder.forget(transaction, this);
    }

    private boolean isJta() {
        return transaction.getTransactionCoordinatorBuilder().isJta();
    }

    private void abandon() {
        LaneLease held = lease;
        if (held != null) {
            held.unknown();
        }
        reset();
    }

    private void reset() {
        drafts.clear();
        lease = null;
        transactionId = null;
        writeFailed = false;
        numberTaken = false;
    }
}
