package io.leadfactory.audit.transaction;

import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.recovery.End;
import io.leadfactory.audit.spool.Fate;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionEventListener;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.hibernate.resource.transaction.spi.TransactionStatus;
import org.jspecify.annotations.Nullable;

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
 * <p>What was recorded is kept until the outcome is known, since a transaction that comes to nothing leaves an event that
 * says what was tried.
 *
 * <p>Between transactions nobody holds the buffer, so a session that is dropped without being closed is garbage.
 */
final class TransactionBuffer implements OpenTransaction, TransactionObserver, SessionEventListener {
    private static final long serialVersionUID = 1L;

    private final transient OpenTransactions transactions;
    private final transient TransactionCoordinator transaction;
    private final transient JdbcCoordinator jdbc;
    private final transient @Nullable String tenant;
    private final transient List<Draft> drafts = new ArrayList<>();
    private final transient Suppressed suppressed = new Suppressed();
    private final transient BatchWriter batch;
    private transient @Nullable Unfinished unfinished;
    private boolean silent;
    private int written;
    private boolean sealed;
    private boolean commitTried;
    private boolean ended;

    TransactionBuffer(OpenTransactions transactions, SharedSessionContractImplementor session) {
        this.transactions = transactions;
        this.transaction = session.getTransactionCoordinator();
        this.jdbc = session.getJdbcCoordinator();
        this.tenant = transactions.tenant(session);
        this.batch = new BatchWriter(transactions, jdbc, tenant);
    }

    void listen(SharedSessionContractImplementor session) {
        transaction.addObserver(this);
        SharedSessionContractImplementor owner =
                jdbc.getJdbcSessionOwner() instanceof SharedSessionContractImplementor parent ? parent : session;
        owner.getEventListenerManager().addListener(this);
    }

    /** What this session records is no attempt at anything, so it leaves nothing when it fails. */
    void keepSilent() {
        silent = true;
    }

    @Override
    public int add(Draft draft) {
        drafts.add(draft);
        int position = drafts.size() - 1;
        if (sealed) {
            write();
        }
        return position;
    }

    @Override
    public boolean holds(int position, Draft draft) {
        return position >= written
                && position < drafts.size()
                && drafts.get(position).id().equals(draft.id());
    }

    @Override
    public void replace(int position, Draft draft) {
        drafts.set(position, draft);
    }

    @Override
    public @Nullable Unfinished unfinished() {
        return unfinished;
    }

    @Override
    public void keep(Unfinished work) {
        unfinished = work;
    }

    /** A flush of this session has ended. */
    void finish(SharedSessionContractImplementor session) {
        if (unfinished != null) {
            unfinished.finish(session);
        }
    }

    /** Counts an event instead of keeping it. */
    void suppress(String reason, Origin origin, String subjectType, String action) {
        suppressed.count(reason, origin, subjectType, action);
        if (sealed) {
            drafts.addAll(suppressed.drain(transactions.ids()));
            write();
        }
    }

    /** How many events the transaction has recorded so far. */
    int recorded() {
        return drafts.size();
    }

    /** A JDBC batch failed, and with it, perhaps, what was recorded since it was begun. */
    void batchFailed(int from, RuntimeException failure) {
        if (from < drafts.size()) {
            batch.batchFailed(failure);
        }
    }

    /** Whether the commit of the last transaction was tried, so that the database may have taken it. */
    boolean commitTried() {
        return commitTried;
    }

    @Override
    public void afterBegin() {
        // Whatever is left here is of a transaction whose end was never reported.
        abandon();
        commitTried = false;
        transactions.remember(transaction, this);
    }

    @Override
    public void beforeCompletion() {
        writeAll();
        commitTried = true;
    }

    private void writeAll() {
        if (unfinished != null) {
            unfinished.finish();
        }
        if (!suppressed.isEmpty()) {
            drafts.addAll(suppressed.drain(transactions.ids()));
        }
        if (written < drafts.size()) {
            write();
        }
    }

    private void write() {
        List<Draft> unwritten = drafts.subList(written, drafts.size());
        batch.requireWritable(unwritten.size());
        sealed = true;
        try {
            batch.write(unwritten);
        } catch (RuntimeException e) {
            commitTried = false;
            throw e;
        }
        written = drafts.size();
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
            transactions.forget(transaction, this);
        }
    }

    private void complete(boolean successful) {
        if (successful && !batch.hasFailed()) {
            batch.committed();
            if (written < drafts.size()) {
                transactions
                        .recovery()
                        .tell(
                                AuditFailure.Kind.LOST,
                                drafts.size() - written,
                                "recorded while their transaction was completing; record or flush before the commit");
            }
            reset();
        } else if (successful) {
            // Somebody swallowed our failure and committed.
            batch.settle(Fate.COMMITTED);
            fail(End.UNKNOWN, false);
        } else {
            fail(commitTried ? End.UNKNOWN : End.ROLLED_BACK, wasRolledBack());
        }
    }

    /** While the server has not heard that a connection is gone, it keeps the rows, so their lane must be left alone. */
    private void fail(End end, boolean connectionRolledBack) {
        batch.giveBack(end == End.ROLLED_BACK && connectionRolledBack);
        batch.settle(commitTried ? Fate.UNKNOWN : Fate.ABORTED);
        if (!drafts.isEmpty() && !silent) {
            transactions.recovery().failed(tenant, drafts, end, batch.failure());
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
        // With JTA a session may be closed before its transaction completes, and its connection with it.
        if (isJta() && transaction.isTransactionActive()) {
            writeAll();
        }
        if (!isJta() || drafts.isEmpty()) {
            abandon();
            leave();
        }
    }

    private void leave() {
        transaction.removeObserver(this);
        transactions.forget(transaction, this);
    }

    private boolean isJta() {
        return transaction.getTransactionCoordinatorBuilder().isJta();
    }

    /** A transaction whose end nobody reported: a failed commit in Hibernate 7.2, or a session closed in its midst. */
    private void abandon() {
        if (batch.holdsLane() || !drafts.isEmpty()) {
            End unended = batch.hasFailed() ? End.ROLLED_BACK : End.NOT_ENDED;
            fail(commitTried ? End.UNKNOWN : unended, false);
        }
        clearUnfinished();
    }

    private void clearUnfinished() {
        if (unfinished != null) {
            unfinished.clear();
        }
    }

    private void reset() {
        drafts.clear();
        suppressed.clear();
        clearUnfinished();
        batch.reset();
        written = 0;
        sealed = false;
    }
}
