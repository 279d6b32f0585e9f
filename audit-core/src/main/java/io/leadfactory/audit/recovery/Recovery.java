package io.leadfactory.audit.recovery;

import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.spool.Fate;
import io.leadfactory.audit.spool.Spool;
import io.leadfactory.audit.spool.SpoolSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the transactions of one session factory leave to be done: events that wait in the spool, failed attempts, and
 * failures to tell. Thread-safe; closed with the factory.
 */
public final class Recovery {
    private final FailureSettings settings;
    private final EventIds ids;
    private final Background background = new Background("leadfactory-audit");
    private final Failures failures;
    private final BiConsumer<@Nullable String, List<Draft>> writer;
    private final Map<String, AttemptWriter> attempts = new ConcurrentHashMap<>();
    private final @Nullable Spooling spooling;
    private volatile boolean closed;

    /**
     * Opens the spool, if there is one, and does nothing yet.
     *
     * @param settings what is done about failures
     * @param destination where waiting events are stored
     * @param ids give failed attempts identifier and time
     * @param clock tells when events were replayed
     * @param writer writes failed attempts of a tenant, null if there is one trail for all, in one transaction, or
     *     throws
     * @throws io.leadfactory.audit.event.AuditSettingException if the spool cannot be used
     */
    public Recovery(
            FailureSettings settings,
            Destination destination,
            EventIds ids,
            Clock clock,
            BiConsumer<@Nullable String, List<Draft>> writer) {
        this.settings = settings;
        this.ids = ids;
        this.failures = new Failures(settings.listener());
        this.writer = writer;
        this.spooling = spooling(settings.spool(), destination, clock);
    }

    private @Nullable Spooling spooling(SpoolSettings spoolSettings, Destination destination, Clock clock) {
        Path directory = spoolSettings.directory();
        if (directory == null) {
            return null;
        }
        Spool spool = Spool.open(directory, spoolSettings);
        Replayer replayer = new Replayer(
                spool,
                spoolSettings,
                destination.store(),
                destination.lanes(),
                destination.transactions(),
                failures,
                clock,
                destination.batchSize());
        return new Spooling(spool, replayer, background, destination.database(), failures);
    }

    /** {@return the spool, if a transaction goes on when its events cannot be written; else null} */
    public @Nullable Spooling continuing() {
        return settings.policy() == FailurePolicy.CONTINUE ? spooling : null;
    }

    /**
     * Tells what became of the transaction of a batch that the spool keeps.
     *
     * @param batch the batch
     * @param fate what became of it
     */
    public void settle(UUID batch, Fate fate) {
        if (spooling != null) {
            spooling.settle(batch, fate);
        }
    }

    /**
     * A transaction in which something was recorded came to nothing.
     *
     * @param tenant whose trail it belongs to, or null if there is one for all
     * @param drafts what it recorded, at least one
     * @param end how it ended
     * @param cause why, if it is known
     */
    public void failed(@Nullable String tenant, List<Draft> drafts, End end, @Nullable Throwable cause) {
        if (settings.failedAttempts()) {
            AttemptWriter writer = attempts(tenant);
            writer.add(Attempt.event(ids, drafts, end, cause));
            if (closed) {
                // The first of its tenant: nobody closed the writer.
                writer.close();
            }
        }
    }

    /** Those of one tenant do not wait for the database of another. */
    private AttemptWriter attempts(@Nullable String tenant) {
        return attempts.computeIfAbsent(
                Objects.requireNonNullElse(tenant, ""),
                key -> new AttemptWriter(background, drafts -> writer.accept(tenant, drafts), failures));
    }

    /**
     * Counts a failure, logs it and tells the listener.
     *
     * @param kind what became of the events
     * @param events how many it concerns
     * @param message what happened and what to do, without values
     */
    public void tell(AuditFailure.Kind kind, int events, String message) {
        failures.tell(kind, events, message);
    }

    /** {@return how many events each kind of failure concerned so far} */
    public Map<AuditFailure.Kind, Long> failureCounts() {
        return failures.counts();
    }

    /**
     * Stores what waits in the spool, now and on this thread.
     *
     * @return what was done; nothing if there is no spool
     */
    public ReplayReport replay() {
        return spooling == null ? new ReplayReport(0, 0, 0, 0) : spooling.replay();
    }

    /** The factory is ready: what an earlier process left can be stored. */
    public void start() {
        if (spooling != null) {
            spooling.replaySoon();
        }
    }

    /** The factory is about to close: the last moment in which something can be written. */
    public void close() {
        background.stop();
        attempts.values().forEach(AttemptWriter::drain);
        closed = true;
        // Of a tenant whose first attempt came in between.
        attempts.values().forEach(AttemptWriter::close);
        if (spooling != null) {
            spooling.close();
        }
    }
}
