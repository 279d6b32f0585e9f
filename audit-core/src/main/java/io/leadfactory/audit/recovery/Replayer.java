package io.leadfactory.audit.recovery;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.ledger.LaneLease;
import io.leadfactory.audit.ledger.Lanes;
import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.spool.Fate;
import io.leadfactory.audit.spool.Spool;
import io.leadfactory.audit.spool.SpoolSettings;
import io.leadfactory.audit.spool.SpooledBatch;
import io.leadfactory.audit.store.AuditStore;
import io.leadfactory.audit.store.CommitEvidence;
import io.leadfactory.audit.store.FailureCause;
import io.leadfactory.audit.store.TransactionSource;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stores what is in the spool, each event exactly once. Thread-safe; one replay at a time.
 *
 * <p>A batch is written into a lane whose number comes from the identifier of its first event, and which nobody else uses.
 * Whatever happened to an earlier try (killed before its commit, killed after it, its acknowledgement lost, or its commit
 * still on the way in a server whose client is gone), a second one gets the same lane and the same numbers, so the primary
 * key lets only one of them through; who is refused looks whether the first event there is the batch's. A look before the
 * write would not do: it cannot see what a dying connection is about to commit. A unique index on the event's identifier
 * would do, at the price of an index for every event that is ever written.
 */
final class Replayer {
    /** The detail that replayed events carry: when they were stored. */
    static final String REPLAYED = AuditEntry.RESERVED_DETAILS + "replayed";

    /** The detail of events of which nobody can say whether their transaction was committed. */
    static final String COMMIT = AuditEntry.RESERVED_DETAILS + "commit";

    private static final int MAX_LANES = 8;
    private static final int MAX_REFUSED = 3;
    private static final long CLOSING_SECONDS = 5;

    private final Spool spool;
    private final SpoolSettings settings;
    private final AuditStore store;
    private final Lanes lanes;
    private final TransactionSource transactions;
    private final Failures failures;
    private final Clock clock;
    private final int batchSize;
    private final ReentrantLock replaying = new ReentrantLock();
    private volatile boolean stopped;

    Replayer(
            Spool spool,
            SpoolSettings settings,
            AuditStore store,
            Lanes lanes,
            TransactionSource transactions,
            Failures failures,
            Clock clock,
            int batchSize) {
        this.spool = spool;
        this.settings = settings;
        this.store = store;
        this.lanes = lanes;
        this.transactions = transactions;
        this.failures = failures;
        this.clock = clock;
        this.batchSize = batchSize;
    }

    /** Stores what the spool of this session factory holds, and those that dead ones left beside it. */
    ReplayReport replay() {
        replaying.lock();
        try {
            Pass pass = new Pass();
            pass.run(spool);
            for (Spool orphan : orphans()) {
                try (orphan) {
                    pass.run(orphan);
                }
            }
            return pass.report();
        } finally {
            replaying.unlock();
        }
    }

    private List<Spool> orphans() {
        try {
            return spool.orphans(
                    settings,
                    unreadable -> failures.note("cannot read a spool that a dead process left: "
                            + unreadable.getMessage() + "; see to the disk"));
        } catch (IOException e) {
            failures.note("cannot look for spools that dead processes left: " + e.getMessage() + "; see to the disk");
            return List.of();
        }
    }

    /** Stops between two batches, and lets go of the spool; what is left stays in it. */
    void close() {
        stopped = true;
        boolean mine = false;
        try {
            mine = replaying.tryLock(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            spool.close();
        } finally {
            if (mine) {
                replaying.unlock();
            }
        }
    }

    private CommitEvidence.Verdict verdict(SpooledBatch batch) {
        return batch.fate() == Fate.COMMITTED
                ? CommitEvidence.Verdict.COMMITTED
                : transactions.call(batch.tenant(), connection -> CommitEvidence.ask(connection, batch.evidence()));
    }

    /** Whether the events were stored now, and not before. */
    private boolean store(SpooledBatch batch, CommitEvidence.Verdict verdict) {
        List<Draft> drafts = new ArrayList<>();
        String now = clock.instant().toString();
        for (Draft draft : batch.drafts()) {
            Draft replayed = draft.detail(REPLAYED, now);
            drafts.add(verdict == CommitEvidence.Verdict.UNKNOWN ? replayed.detail(COMMIT, "unknown") : replayed);
        }
        AuditWriteException refused = null;
        for (int attempt = 0; attempt < MAX_LANES; attempt++) {
            LaneLease lease = lanes.borrowFor(batch.id(), attempt);
            refused = tryStore(lease, batch.tenant(), drafts);
            if (refused == null) {
                return true;
            }
            if (isThere(lease.lane(), batch)) {
                return false;
            }
        }
        throw refused == null ? new IllegalStateException("no lane was tried") : refused;
    }

    private @Nullable AuditWriteException tryStore(LaneLease lease, @Nullable String tenant, List<Draft> drafts) {
        try {
            List<SealedEvent> sealed = lease.seal(drafts);
            transactions.call(tenant, connection -> {
                store.append(connection, sealed, batchSize);
                return true;
            });
            return null;
        } catch (AuditWriteException e) {
            if (store.isNumberTaken(e)) {
                return e;
            }
            throw e;
        } finally {
            lease.unknown();
        }
    }

    private boolean isThere(long lane, SpooledBatch batch) {
        List<SealedEvent> there = transactions.call(
                batch.tenant(), connection -> store.readLanes(connection, reader -> reader.read(lane, 1, 1)));
        return !there.isEmpty() && there.get(0).draft().id().equals(batch.id());
    }

    /** One way through the spools. */
    private final class Pass {
        private int stored;
        private int known;
        private int dropped;
        private int waiting;
        private final Map<String, Integer> refused = new HashMap<>();

        void run(Spool from) {
            tellDamage(from);
            for (UUID id : from.settled()) {
                SpooledBatch batch = read(from, id);
                if (batch == null) {
                    continue;
                }
                int events = batch.drafts().size();
                // The database of one tenant may be away while those of the others are not.
                String tenant = Objects.requireNonNullElse(batch.tenant(), "");
                if (stopped || refused.getOrDefault(tenant, 0) >= MAX_REFUSED) {
                    waiting += events;
                    continue;
                }
                try {
                    from.settle(id, replay(batch, events));
                } catch (RuntimeException e) {
                    waiting += events;
                    refused.merge(tenant, 1, Integer::sum);
                    failures.tell(
                            AuditFailure.Kind.NOT_REPLAYED,
                            events,
                            "they stay in the spool and are tried again: " + FailureCause.describe(e));
                }
            }
        }

        private @Nullable SpooledBatch read(Spool from, UUID id) {
            try {
                return from.read(id);
            } catch (AuditWriteException e) {
                waiting++;
                failures.tell(AuditFailure.Kind.NOT_REPLAYED, 1, String.valueOf(e.getMessage()));
                return null;
            }
        }

        private Fate replay(SpooledBatch batch, int events) {
            CommitEvidence.Verdict verdict = verdict(batch);
            if (verdict == CommitEvidence.Verdict.RUNNING) {
                waiting += events;
                return batch.fate();
            }
            if (verdict == CommitEvidence.Verdict.ABORTED) {
                dropped += events;
                return Fate.ABORTED;
            }
            if (store(batch, verdict)) {
                stored += events;
            } else {
                known += events;
            }
            return Fate.DONE;
        }

        private void tellDamage(Spool from) {
            from.tellDamage((file, why) -> failures.tell(
                    AuditFailure.Kind.DAMAGED,
                    0,
                    "\"" + file + "\" holds " + why
                            + "; what can be read is replayed, then the file is kept with the ending \".damaged\": see to"
                            + " the disk, or take the ending away for a version that reads it"));
        }

        ReplayReport report() {
            return new ReplayReport(stored, known, dropped, waiting);
        }
    }
}
