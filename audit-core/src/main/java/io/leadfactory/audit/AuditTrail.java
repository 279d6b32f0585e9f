package io.leadfactory.audit;

import io.leadfactory.audit.boot.Installation;
import io.leadfactory.audit.context.Suppression;
import io.leadfactory.audit.coverage.Coverage;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.export.ExportFormat;
import io.leadfactory.audit.history.RevertSuggestion;
import io.leadfactory.audit.history.SubjectHistory;
import io.leadfactory.audit.ledger.Verification;
import io.leadfactory.audit.ledger.VerificationReport;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.audit.query.TrailReader;
import io.leadfactory.audit.query.TrailSummary;
import io.leadfactory.audit.transaction.Recorder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;

/**
 * The audit trail of a session factory: records explicit entries, finds events, verifies the chains. Thread-safe; there
 * is nothing to close.
 *
 * <p>Changes of entities that are {@link io.leadfactory.audit.event.Auditable} are recorded by themselves, in the
 * transaction that makes them. What is found is what is committed.
 */
public final class AuditTrail {
    private final Installation installation;
    private final Recorder recorder;
    private final TrailReader reader;

    private AuditTrail(Installation installation) {
        this.installation = installation;
        this.recorder = installation.recorder();
        this.reader =
                new TrailReader(installation.store().events(), installation.connections(), installation.indexes());
    }

    /**
     * {@return the trail of this session factory}
     *
     * @param sessionFactory the session factory
     * @throws io.leadfactory.audit.event.AuditUnavailableException if audit is switched off for it, or it is closed
     */
    public static AuditTrail of(SessionFactory sessionFactory) {
        return new AuditTrail(Installation.of(sessionFactory));
    }

    /**
     * Records an entry in a transaction of its own: it is durable when this returns.
     *
     * @param entry the entry
     * @return the identifier of the event
     * @throws io.leadfactory.audit.event.AuditWriteException if it could not be written
     * @throws io.leadfactory.audit.event.NoActorException if nobody is named as the actor and that is refused
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     * @throws IllegalArgumentException if the action is one that the trail itself records
     */
    public UUID record(AuditEntry entry) {
        return recorder.record(List.of(entry)).get(0);
    }

    /**
     * Records an entry in the caller's transaction: it is written together with the other events before the commit, and
     * durable when the commit is.
     *
     * @param session the session whose transaction it is
     * @param entry the entry
     * @return the identifier of the event
     * @throws io.leadfactory.audit.event.NoTransactionException if the session has no active transaction
     * @throws io.leadfactory.audit.event.NoActorException if nobody is named as the actor and that is refused
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     * @throws IllegalArgumentException if the session is of another session factory, or the action is one that the trail itself
     *     records
     */
    public UUID record(SharedSessionContract session, AuditEntry entry) {
        return recorder.record(session, List.of(entry)).get(0);
    }

    /**
     * Records entries in one transaction of their own, all or nothing, in order. No entries, no transaction.
     *
     * @param entries the entries in order
     * @return the identifiers of the events, in order
     * @throws io.leadfactory.audit.event.AuditWriteException if they could not be written
     * @throws io.leadfactory.audit.event.NoActorException if nobody is named as the actor and that is refused
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     * @throws IllegalArgumentException if an action is one that the trail itself records
     */
    public List<UUID> recordAll(List<AuditEntry> entries) {
        return recorder.record(List.copyOf(entries));
    }

    /**
     * Counts the changes of entities instead of recording them one by one, until the suppression is closed. It concerns this
     * trail and the current thread, bulk and native statements included, explicit entries not. Each transaction that
     * suppressed something leaves one event for each subject type, {@link io.leadfactory.audit.event.Actions#SUPPRESSED},
     * with the reason and how many events of which action it stands for.
     *
     * @param reason why
     * @return the suppression, to be closed by this thread, after the commit
     * @throws io.leadfactory.audit.event.SuppressionRefusedException if setting {@code leadfactory.audit.suppression} is
     *     {@code REFUSE}
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     * @throws IllegalArgumentException if the reason is blank
     */
    public Suppression suppress(String reason) {
        return recorder.suppress(reason);
    }

    /**
     * {@return the latest events about a subject, newest first} Further pages are found with {@link #find}.
     *
     * @param subject the subject
     * @param limit how many at most
     * @throws IllegalArgumentException if the limit is not between 1 and {@value AuditQuery#MAX_LIMIT}
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public AuditPage history(Subject subject, int limit) {
        return find(AuditQuery.all().subject(subject).limit(limit));
    }

    /**
     * {@return the page of events that the query asks for}
     *
     * @param query the query
     * @throws io.leadfactory.audit.event.PageTokenException if the query continues with the token of another one
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public AuditPage find(AuditQuery query) {
        return reader.find(query);
    }

    /**
     * Finds all events of the query, from its page token on if it has one; memory does not grow with their number.
     *
     * <p>A query by subject, actor or action is read in pages, and no connection is held between them. Any other has to be
     * sorted by the database, which is done once: such a stream holds a connection until it is at its end or closed.
     *
     * @param query the query, whose limit says nothing here
     * @return the events, to be closed after use; for one thread
     * @throws io.leadfactory.audit.event.PageTokenException if the query continues with the token of another one
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public Stream<AuditEvent> stream(AuditQuery query) {
        return reader.stream(query);
    }

    /**
     * {@return the events of a transaction in the order in which they happened, to be closed after use; for one thread}
     *
     * @param transactionId the identifier that its events name
     * @throws IllegalArgumentException if that is no identifier of a transaction
     */
    public Stream<AuditEvent> transaction(String transactionId) {
        return reader.transaction(transactionId);
    }

    /**
     * {@return what the events of the query come to} Its limit and page token say nothing here.
     *
     * @param query the query
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public TrailSummary summarize(AuditQuery query) {
        return reader.summarize(query);
    }

    /**
     * {@return what the events about one subject amount to: its state at an instant, differences, values over time}
     *
     * @param subject the subject
     */
    public SubjectHistory subject(Subject subject) {
        return new SubjectHistory(subject, reader, installation.connections());
    }

    /**
     * {@return what would undo an event, and which later events stand in the way} Nothing is changed.
     *
     * @param event an event that changed an entity
     * @throws IllegalArgumentException if it changed none
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public RevertSuggestion revert(AuditEvent event) {
        return subject(event.subject()).revert(event);
    }

    /**
     * Writes all events of the query to a stream, in UTF-8; memory does not grow with their number.
     *
     * @param query the query, whose limit says nothing here
     * @param format the form
     * @param out where to write; it is flushed and stays open
     * @return how many events were written
     * @throws IOException if it cannot be written
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public long export(AuditQuery query, ExportFormat format, OutputStream out) throws IOException {
        return format.write(stream(query), out);
    }

    /**
     * Reads the whole trail and recomputes its digests and hashes. It only reads, may run beside writers, and its memory
     * does not grow with the trail.
     *
     * @return a report without findings if the history is unbroken
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public VerificationReport verify() {
        return verify(Verification.all());
    }

    /**
     * Reads a part of the trail, or all of it, and recomputes its digests and hashes. It only reads, may run beside writers,
     * and its memory does not grow with the trail.
     *
     * @param what which part, and whom to tell how far it is
     * @return a report without findings if the history is unbroken
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public VerificationReport verify(Verification what) {
        return installation.verify(what);
    }

    /**
     * Stores the events that wait in the spool, as the trail does by itself in the background; for those who want to know
     * when it is done. Each event is stored once, however often this is tried. Not to be called inside a transaction.
     *
     * @return what was done; nothing if no spool is set
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    public ReplayReport replay() {
        return installation.replay();
    }

    /** {@return how many events each kind of failure concerned since the session factory was opened} */
    public Map<AuditFailure.Kind, Long> failures() {
        return installation.failureCounts();
    }

    /** {@return what is audited and what is not, and why: each entity and its attributes, and what leaves no event} */
    public Coverage coverage() {
        return installation.coverage();
    }
}
