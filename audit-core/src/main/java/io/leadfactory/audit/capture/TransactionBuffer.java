package io.leadfactory.audit.capture;

import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.ledger.LaneLease;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.spool.Fate;
import io.leadfactory.audit.store.Guard;
import java.sql.Connection;
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
 * <p>Between transactions the recorder holds no buffer, so a session that is dropped without being closed is garbage.
 */
final class TransactionBuffer implements TransactionObserver, SessionEventListener {
    private static final long serialVersionUID = 1L;

    private final transient Recorder recorder;
    private final transient TransactionCoordinator transaction;
    private final transient JdbcCoordinator jdbc;
    private final transient @Nullable String tenant;
    private final transient List<Draft> drafts = new ArrayList<>();
    private final transient Suppressed suppressed = new Suppressed();
    private final transient OwnerChanges owners = new OwnerChanges();
    private transient @Nullable LaneLease lease;
    private transient @Nullable RuntimeException writeFailure;
    private transient @Nullable RuntimeException batchFailure;
    private boolean numberTaken;
    private boolean silent;
    private int written;
    private boolean sealed;
    private boolean inLane;
    private boolean commitTried;
    private boolean ended;
    private transient @Nullable ReplacedState replaced;
    private final transient List<UUID> spooled = new ArrayList<>();

    TransactionBuffer(Recorder recorder, SharedSessionContractImplementor session) {
        this.recorder = recorder;
        this.transaction = session.getTransactionCoordinator();
        this.jdbc = session.getJdbcCoordinator();
        this.tenant = recorder.tenant(session);
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

    /** The place at which the draft waits, if it is not written at once. */
    int add(Draft draft) {
        drafts.add(draft);
        int position = drafts.size() - 1;
        if (sealed) {
            write();
        }
        return position;
    }

    /** Whether the draft still waits there. */
    boolean holds(int position, Draft draft) {
        return position >= written
                && position < drafts.size()
                && drafts.get(position).id().equals(draft.id());
    }

    void replace(int position, Draft draft) {
        drafts.set(position, draft);
    }

    OwnerChanges owners() {
        return owners;
    }

    /** Counts an event instead of keeping it. */
    void suppress(String reason, Origin origin, String subjectType, String action) {
        suppressed.count(reason, origin, subjectType, action);
        if (sealed) {
            drafts.addAll(suppressed.drain(recorder.ids()));
            write();
        }
    }

    /** How many events the transaction has recorded so far. */
    int recorded() {
        return drafts.size();
    }

    /** A JDBC batch failed, and with it, perhaps, what was recorded since it was begun. */
    void batchFailed(int from, RuntimeException failure) {
        if (from < drafts.size() && batchFailure == null) {
            batchFailure = failure;
        }
    }

    /** Whether the commit of the last transaction was tried, so that the database may have taken it. */
    boolean commitTried() {
        return commitTried;
    }

    void keepReplaced(ReplacedState state) {
        replaced = state;
    }

    @Nullable
    ReplacedState takeReplaced(Object entity) {
        ReplacedState state = replaced;
        replaced = null;
        return state != null && state.isOf(entity) ? state : null;
    }

    @Override
    public void afterBegin() {
        // Whatever is left here is of a transaction whose end was never reported.
        abandon();
        commitTried = false;
        recorder.remember(transaction, this);
    }

    @Override
    public void beforeCompletion() {
        writeAll();
        commitTried = true;
    }

    private void writeAll() {
        owners.finish(recorder, this);
        if (!suppressed.isEmpty()) {
            drafts.addAll(suppressed.drain(recorder.ids()));
        }
        if (written < drafts.size()) {
            write();
        }
    }

    private void write() {
        if (writeFailure != null) {
            throw new AuditWriteException(
                    "cannot write " + (drafts.size() - written) + " audit event(s): an earlier write of"
                            + " their transaction failed; roll it back",
                    writeFailure);
        }
        if (batchFailure != null) {
            AuditWriteException refused = new AuditWriteException(
                    "cannot write " + (drafts.size() - written)
                            + " audit event(s): a JDBC batch of their transaction failed,"
                            + " and which of its rows the database took is not known; roll the transaction back",
                    batchFailure);
            writeFailure = refused;
            recorder.failures()
                    .tell(AuditFailure.Kind.REFUSED, drafts.size() - written, String.valueOf(refused.getMessage()));
            throw refused;
        }
        sealed = true;
        List<Draft> unwritten = drafts.subList(written, drafts.size());
        try {
            Connection connection = jdbc.getLogicalConnection().getPhysicalConnection();
            Spooling spooling = recorder.continuing();
            if (spooling == null) {
                append(connection, unwritten);
            } else {
                appendOrSpool(connection, unwritten, spooling);
            }
        } catch (RuntimeException e) {
            writeFailure = e;
            commitTried = false;
            numberTaken = isNumberTaken(e);
            recorder.failures().tell(AuditFailure.Kind.REFUSED, unwritten.size(), String.valueOf(e.getMessage()));
            throw e;
        }
        written = drafts.size();
    }

    private void append(Connection connection, List<Draft> unwritten) {
        LaneLease held = lease;
        if (held == null) {
            held = recorder.borrowLane(tenant);
            lease = held;
        }
        recorder.store().append(connection, held.seal(unwritten), recorder.batchSize());
        inLane = true;
    }

    private void appendOrSpool(Connection connection, List<Draft> unwritten, Spooling spooling) {
        // Behind what was undone no number of the lane may follow, so the rest of the transaction goes to the spool.
        if (!spooled.isEmpty() && inLane) {
            spooled.add(spooling.keep(connection, tenant, unwritten));
            return;
        }
        Guard guard = Guard.set(connection);
        try {
            append(connection, unwritten);
        } catch (RuntimeException e) {
            if (!guard.undo(e)) {
                throw e;
            }
            keep(connection, unwritten, spooling, e);
            LaneLease held = lease;
            if (held != null && !inLane) {
                // The rows are undone whatever becomes of the transaction.
                lease = null;
                if (isNumberTaken(e)) {
                    held.unknown();
                } else {
                    held.rolledBack();
                }
            }
        }
    }

    private void keep(Connection connection, List<Draft> unwritten, Spooling spooling, RuntimeException cause) {
        try {
            spooled.add(spooling.keep(connection, tenant, unwritten));
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            throw e;
        }
        recorder.failures()
                .tell(AuditFailure.Kind.SPOOLED, unwritten.size(), "they wait in the spool: " + cause.getMessage());
    }

    private boolean isNumberTaken(RuntimeException failure) {
        return failure instanceof AuditWriteException refused
                && recorder.store().isNumberTaken(refused);
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
        if (successful && writeFailure == null) {
            LaneLease held = lease;
            if (held != null && spooled.isEmpty()) {
                held.committed();
            } else if (held != null) {
                held.unknown();
            }
            settle(Fate.COMMITTED);
            if (written < drafts.size()) {
                recorder.failures()
                        .tell(
                                AuditFailure.Kind.LOST,
                                drafts.size() - written,
                                "recorded while their transaction was completing; record or flush before the commit");
            }
            reset();
        } else if (successful) {
            // Somebody swallowed our failure and committed.
            settle(Fate.COMMITTED);
            spooled.clear();
            fail(Attempt.End.UNKNOWN, false);
        } else {
            fail(commitTried ? Attempt.End.UNKNOWN : Attempt.End.ROLLED_BACK, wasRolledBack());
        }
    }

    /** While the server has not heard that a connection is gone, it keeps the rows, so their lane must be left alone. */
    private void fail(Attempt.End end, boolean connectionRolledBack) {
        LaneLease held = lease;
        if (held != null) {
            if (end == Attempt.End.ROLLED_BACK && connectionRolledBack && !numberTaken) {
                held.rolledBack();
            } else {
                held.unknown();
            }
        }
        settle(commitTried ? Fate.UNKNOWN : Fate.ABORTED);
        if (!drafts.isEmpty() && !silent) {
            recorder.failed(tenant, drafts, end, writeFailure == null ? batchFailure : writeFailure);
        }
        reset();
    }

    private void settle(Fate fate) {
        for (UUID batch : spooled) {
            recorder.settle(batch, fate);
        }
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
        recorder.forget(transaction, this);
    }

    private boolean isJta() {
        return transaction.getTransactionCoordinatorBuilder().isJta();
    }

    /** A transaction whose end nobody reported: a failed commit in Hibernate 7.2, or a session closed in its midst. */
    private void abandon() {
        if (lease != null || !drafts.isEmpty()) {
            Attempt.End unended = writeFailure == null ? Attempt.End.NOT_ENDED : Attempt.End.ROLLED_BACK;
            fail(commitTried ? Attempt.End.UNKNOWN : unended, false);
        }
        owners.clear();
    }

    private void reset() {
        drafts.clear();
        suppressed.clear();
        owners.clear();
        lease = null;
        writeFailure = null;
        batchFailure = null;
        numberTaken = false;
        written = 0;
        sealed = false;
        inLane = false;
        spooled.clear();
        replaced = null;
    }
}
