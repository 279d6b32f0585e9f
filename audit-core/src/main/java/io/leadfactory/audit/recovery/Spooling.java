package io.leadfactory.audit.recovery;

import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.spool.Fate;
import io.leadfactory.audit.spool.Spool;
import io.leadfactory.audit.store.CommitEvidence;
import io.leadfactory.audit.store.DatabaseKind;
import io.leadfactory.audit.store.FailureCause;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The spool of a session factory, and the replay of what is in it, by itself or on demand. Thread-safe. */
public final class Spooling {
    private final Spool spool;
    private final Replayer replayer;
    private final Background background;
    private final DatabaseKind database;
    private final Failures failures;
    private final Backoff backoff = new Backoff();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Spooling(Spool spool, Replayer replayer, Background background, DatabaseKind database, Failures failures) {
        this.spool = spool;
        this.replayer = replayer;
        this.background = background;
        this.database = database;
        this.failures = failures;
    }

    /**
     * Keeps events of the connection's transaction, whose end is to be told with {@link Recovery#settle}.
     *
     * @param connection the connection of the transaction
     * @param tenant whose trail they belong to, or null if there is one for all
     * @param drafts its events
     * @return the batch to settle
     * @throws AuditWriteException if the spool is full or its disk refuses
     */
    public UUID keep(Connection connection, @Nullable String tenant, List<Draft> drafts) {
        return spool.append(CommitEvidence.of(connection, database), tenant, drafts);
    }

    /**
     * Keeps events that are true whatever becomes of any transaction.
     *
     * @param tenant whose trail they belong to, or null if there is one for all
     * @param drafts the events
     * @throws AuditWriteException if the spool is full or its disk refuses
     */
    public void keepForGood(@Nullable String tenant, List<Draft> drafts) {
        settle(spool.append(null, tenant, drafts), Fate.COMMITTED);
    }

    void settle(UUID batch, Fate fate) {
        try {
            spool.settle(batch, fate);
        } catch (AuditWriteException e) {
            failures.note(String.valueOf(e.getMessage()));
        }
        if (!fate.isOver()) {
            replaySoon();
        }
    }

    void replaySoon() {
        if (scheduled.compareAndSet(false, true)) {
            background.run(this::replayInBackground);
        }
    }

    private void replayInBackground() {
        boolean again = true;
        try {
            again = !replayer.replay().isComplete();
        } catch (RuntimeException | Error e) {
            // An error too: it would be the last replay of this process.
            failures.note("the spool was not replayed and will be later: " + FailureCause.describe(e));
        }
        if (again) {
            background.runAfter(backoff.next(), this::replayInBackground);
            return;
        }
        backoff.reset();
        scheduled.set(false);
        // Somebody may have come between the end of the replay and the line above.
        if (!spool.settled().isEmpty()) {
            replaySoon();
        }
    }

    ReplayReport replay() {
        return replayer.replay();
    }

    void close() {
        replayer.close();
    }
}
