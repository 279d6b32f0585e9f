package io.leadfactory.audit.transaction;

import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.ledger.LaneLease;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.recovery.Spooling;
import io.leadfactory.audit.spool.Fate;
import io.leadfactory.audit.store.FailureCause;
import io.leadfactory.audit.store.Guard;
import io.leadfactory.audit.store.RedactedException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a transaction recorded on its own connection: into a lane, or into the spool if the database refuses and the
 * transaction is to go on. For one thread at a time, as the session.
 *
 * <p>What it tells the lane and the spool at the end is decided by {@link TransactionBuffer}, from evidence alone.
 */
final class BatchWriter {
    private static final int MAX_FRESH_LANES = 4;

    private final OpenTransactions transactions;
    private final JdbcCoordinator jdbc;
    private final @Nullable String tenant;
    private @Nullable LaneLease lease;
    private @Nullable RuntimeException writeFailure;
    private @Nullable RuntimeException batchFailure;
    private boolean numberTaken;
    private boolean inLane;
    private final List<UUID> spooled = new ArrayList<>();

    BatchWriter(OpenTransactions transactions, JdbcCoordinator jdbc, @Nullable String tenant) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.tenant = tenant;
    }

    /** A JDBC batch of the session failed, and with it, perhaps, what was recorded since it was begun. */
    void batchFailed(RuntimeException failure) {
        if (batchFailure == null) {
            batchFailure = failure;
        }
    }

    /** Refuses to write so many events behind a failure. */
    void requireWritable(int unwritten) {
        if (writeFailure != null) {
            throw new AuditWriteException(
                    "cannot write " + unwritten + " audit event(s): an earlier write of"
                            + " their transaction failed; roll it back",
                    RedactedException.of(writeFailure));
        }
        if (batchFailure != null) {
            AuditWriteException refused = new AuditWriteException(
                    "cannot write " + unwritten
                            + " audit event(s): a JDBC batch of their transaction failed,"
                            + " and which of its rows the database took is not known; roll the transaction back",
                    RedactedException.of(batchFailure));
            writeFailure = refused;
            transactions.recovery().tell(AuditFailure.Kind.REFUSED, unwritten, String.valueOf(refused.getMessage()));
            throw refused;
        }
    }

    void write(List<Draft> unwritten) {
        try {
            Connection connection = jdbc.getLogicalConnection().getPhysicalConnection();
            Spooling spooling = transactions.recovery().continuing();
            if (spooling == null) {
                append(connection, unwritten);
            } else {
                appendOrSpool(connection, unwritten, spooling);
            }
        } catch (RuntimeException e) {
            writeFailure = e;
            numberTaken = isNumberTaken(e);
            transactions.recovery().tell(AuditFailure.Kind.REFUSED, unwritten.size(), FailureCause.describe(e));
            throw e;
        }
    }

    private void append(Connection connection, List<Draft> unwritten) {
        LaneLease held = lease;
        if (held == null) {
            held = transactions.borrowLane(tenant);
            lease = held;
        }
        if (held.isFresh() && !inLane) {
            appendFresh(connection, unwritten);
        } else {
            append(connection, held, unwritten);
        }
        inLane = true;
    }

    private void append(Connection connection, LaneLease held, List<Draft> unwritten) {
        transactions.store().append(connection, held.seal(unwritten), transactions.batchSize());
    }

    /** Nobody has committed in the lane yet: if another process has chosen the same one, a further lane is tried. */
    private void appendFresh(Connection connection, List<Draft> unwritten) {
        for (int lanes = 1; ; lanes++) {
            LaneLease held = Objects.requireNonNull(lease);
            Guard guard = Guard.trySet(connection);
            try {
                append(connection, held, unwritten);
                return;
            } catch (RuntimeException e) {
                if (lanes == MAX_FRESH_LANES || guard == null || !isNumberTaken(e) || !guard.undo(e)) {
                    throw e;
                }
                held.unknown();
                lease = transactions.borrowLane(tenant);
            }
        }
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
        transactions
                .recovery()
                .tell(
                        AuditFailure.Kind.SPOOLED,
                        unwritten.size(),
                        "they wait in the spool: " + FailureCause.describe(cause));
    }

    private boolean isNumberTaken(RuntimeException failure) {
        return failure instanceof AuditWriteException refused
                && transactions.store().isNumberTaken(refused);
    }

    /** Whether a write failed, or was refused since the session's own batch had failed. */
    boolean hasFailed() {
        return writeFailure != null;
    }

    /** Why the transaction could not be written, if it could not. */
    @Nullable
    RuntimeException failure() {
        return writeFailure == null ? batchFailure : writeFailure;
    }

    boolean holdsLane() {
        return lease != null;
    }

    /** The transaction was committed with all that was written. */
    void committed() {
        LaneLease held = lease;
        if (held != null && spooled.isEmpty()) {
            held.committed();
        } else if (held != null) {
            held.unknown();
        }
        settle(Fate.COMMITTED);
    }

    /** Gives the lane back as it was, if nothing of the transaction can be in the database, or else retires it. */
    void giveBack(boolean rolledBack) {
        LaneLease held = lease;
        if (held != null) {
            if (rolledBack && !numberTaken) {
                held.rolledBack();
            } else {
                held.unknown();
            }
        }
    }

    /** Tells the fate of what waits in the spool, which is then forgotten. */
    void settle(Fate fate) {
        for (UUID batch : spooled) {
            transactions.recovery().settle(batch, fate);
        }
        spooled.clear();
    }

    /** Begins anew, for the next transaction. */
    void reset() {
        lease = null;
        writeFailure = null;
        batchFailure = null;
        numberTaken = false;
        inLane = false;
        spooled.clear();
    }
}
