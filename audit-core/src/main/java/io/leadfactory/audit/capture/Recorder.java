package io.leadfactory.audit.capture;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.context.Suppression;
import io.leadfactory.audit.coverage.Coverage;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditException;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditReadException;
import io.leadfactory.audit.event.AuditUnavailableException;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.NoActorException;
import io.leadfactory.audit.event.NoTransactionException;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.event.SuppressionRefusedException;
import io.leadfactory.audit.ledger.LaneEnds;
import io.leadfactory.audit.ledger.LaneLease;
import io.leadfactory.audit.ledger.Lanes;
import io.leadfactory.audit.ledger.Verification;
import io.leadfactory.audit.ledger.VerificationReport;
import io.leadfactory.audit.ledger.Verifier;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.spool.Fate;
import io.leadfactory.audit.spool.Spool;
import io.leadfactory.audit.spool.SpoolSettings;
import io.leadfactory.audit.statement.StatementSink;
import io.leadfactory.audit.store.AuditStore;
import io.leadfactory.audit.store.AuditTable;
import io.leadfactory.audit.store.ConnectionSource;
import io.leadfactory.audit.store.DatabaseKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.QualifiedTableName;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.jspecify.annotations.Nullable;

/** The audit trail of one session factory: buffers what its transactions record. Thread-safe; closed with the factory. */
public final class Recorder implements StatementSink, ConnectionSource {
    private final SessionFactoryImplementor factory;
    private final AuditSettings settings;
    private final OwnSessions sessions;
    private final Origin system;
    private final AuditStore store;
    private final EventIds ids;
    private final Map<String, Lanes> lanes = new ConcurrentHashMap<>();
    private final DetailSources details;
    private volatile Coverage coverage = new Coverage(List.of(), List.of());
    private final Map<TransactionCoordinator, TransactionBuffer> buffers = new ConcurrentHashMap<>();
    private final Background background = new Background("leadfactory-audit");
    private final Failures failures;
    private final Map<String, AttemptWriter> attempts = new ConcurrentHashMap<>();
    private final @Nullable Spooling spooling;

    Recorder(SessionFactoryImplementor factory, AuditSettings settings) {
        this.factory = factory;
        this.settings = settings;
        this.sessions = new OwnSessions(factory);
        this.system = Origin.of(settings.systemActor());
        DatabaseKind database = Databases.kind(factory.getJdbcServices().getDialect());
        this.store = AuditStore.jdbc(tableName(factory), database);
        this.ids = new EventIds(settings.clock(), idRandom(settings.random()));
        this.details = DetailSources.of(
                settings.detailSource(), factory.getServiceRegistry().requireService(ClassLoaderService.class));
        this.failures = new Failures(settings.failure().listener());
        this.spooling = spooling(settings.failure().spool(), database);
    }

    private @Nullable Spooling spooling(SpoolSettings spoolSettings, DatabaseKind database) {
        Path directory = spoolSettings.directory();
        if (directory == null) {
            return null;
        }
        Spool spool = Spool.open(directory, spoolSettings);
        Replayer replayer = new Replayer(
                spool,
                spoolSettings,
                store,
                newLanes(),
                new OwnTransactions(sessions),
                failures,
                settings.clock(),
                settings.batchSize());
        return new Spooling(spool, replayer, background, database, failures);
    }

    private Lanes newLanes() {
        return new Lanes(settings.clock(), settings.random(), settings.keys().source());
    }

    /** Each trail has lanes of its own: in that of one tenant the numbers of another would be missing. */
    private Lanes lanes(@Nullable String tenant) {
        return lanes.computeIfAbsent(key(tenant), key -> newLanes());
    }

    private static String key(@Nullable String tenant) {
        return tenant == null ? "" : "tenant " + tenant;
    }

    /** The table's name as the schema tools make it, in the schema that Hibernate's settings name. */
    private static String tableName(SessionFactoryImplementor factory) {
        return factory.getSqlStringGenerationContext()
                .format(new QualifiedTableName(null, null, Identifier.toIdentifier(AuditTable.NAME)));
    }

    /** Identifiers need no secrecy, so the shared secure generator, which locks, is used for salts alone. */
    private static RandomGenerator idRandom(RandomGenerator random) {
        return random instanceof SecureRandom
                ? () -> ThreadLocalRandom.current().nextLong()
                : random;
    }

    /**
     * {@return the recorder of a session factory}
     *
     * @param sessionFactory the session factory
     * @throws AuditUnavailableException if audit is off for it, or it is closed
     */
    public static Recorder of(SessionFactory sessionFactory) {
        if (sessionFactory.isClosed()) {
            throw closed();
        }
        Recorder recorder = Recorders.find(sessionFactory.unwrap(SessionFactoryImplementor.class));
        if (recorder == null) {
            throw new AuditUnavailableException("there is no audit trail for this session factory: setting \""
                    + AuditSettings.ENABLED + "\" is false; leave it out or set it to true");
        }
        return recorder;
    }

    /** {@return what is audited and what is not, and why} */
    public Coverage coverage() {
        return coverage;
    }

    void covers(Coverage found) {
        coverage = found;
    }

    /** {@return the store that this recorder writes to} */
    public AuditStore store() {
        return store;
    }

    /**
     * Adds the entries to the session's transaction; they are written before it completes.
     *
     * @param session the session whose transaction it is
     * @param entries the entries in order
     * @return the identifiers of the events, in order
     * @throws NoTransactionException if the session has no active transaction
     * @throws NoActorException if nobody is named as the actor and that is refused
     * @throws IllegalArgumentException if the session is of another session factory
     */
    public List<UUID> record(SharedSessionContract session, List<AuditEntry> entries) {
        requireOpen();
        SharedSessionContractImplementor own = own(session);
        Origin origin = origin();
        if (!own.getTransactionCoordinator().isTransactionActive()) {
            throw noTransaction("record an entry");
        }
        TransactionBuffer buffer = buffer(own);
        List<UUID> recorded = new ArrayList<>(entries.size());
        for (AuditEntry entry : entries) {
            Draft draft = Draft.entry(ids, entry, origin);
            buffer.add(draft);
            recorded.add(draft.id());
        }
        return recorded;
    }

    /**
     * Writes the entries in a transaction of their own, all or nothing.
     *
     * @param entries the entries in order
     * @return the identifiers of the events, in order
     * @throws AuditWriteException if they could not be written
     * @throws NoActorException if nobody is named as the actor and that is refused
     */
    public List<UUID> record(List<AuditEntry> entries) {
        requireOpen();
        Origin origin = origin();
        if (entries.isEmpty()) {
            return List.of();
        }
        List<Draft> drafts =
                entries.stream().map(entry -> Draft.entry(ids, entry, origin)).toList();
        AtomicReference<@Nullable TransactionBuffer> used = new AtomicReference<>();
        String tenant = sessions.currentTenant();
        try {
            writeSilently(tenant, drafts, used);
        } catch (RuntimeException e) {
            Spooling spool = continuing();
            TransactionBuffer buffer = used.get();
            if (spool == null || (buffer != null && buffer.commitTried())) {
                throw unwritable(entries.size(), e);
            }
            spool.keepForGood(tenant, drafts);
            failures.tell(AuditFailure.Kind.SPOOLED, drafts.size(), "they wait in the spool: " + e.getMessage());
        }
        return drafts.stream().map(Draft::id).toList();
    }

    private static AuditException unwritable(int entries, RuntimeException failure) {
        if (failure instanceof AuditException own) {
            return own;
        }
        if (failure.getCause() instanceof AuditException cause) {
            return cause;
        }
        return new AuditWriteException(
                "cannot record " + entries + " audit entries in their own transaction: "
                        + failure.getClass().getSimpleName()
                        + "; none of them is stored unless its commit was lost on the"
                        + " way back; check the database",
                failure);
    }

    /** {@return a connection to read on, from a session of its own} */
    @Override
    public Loan lend() {
        requireOpen();
        try {
            return new SessionLoan(sessions.open());
        } catch (AuditException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AuditReadException(
                    "cannot read the audit trail: " + e.getClass().getSimpleName() + "; check the database", e);
        }
    }

    /**
     * {@return what a verification finds}
     *
     * @param what what to verify
     */
    public VerificationReport verify(Verification what) {
        // Before the transaction begins, so that all that they know of is visible in it.
        LaneEnds ends = lanes(sessions.currentTenant()).ends();
        return read(connection ->
                store.readLanes(connection, reader -> Verifier.verify(reader, settings.keys(), ends, what)));
    }

    @Override
    public void requireRecordable(String action, String subjectType, SharedSessionContractImplementor session) {
        if (!session.getTransactionCoordinator().isTransactionActive()) {
            throw noTransaction(action + " an audited \"" + subjectType + '"');
        }
        origin();
    }

    @Override
    public boolean takesRows(SharedSessionContractImplementor session) {
        return Suppression.currentReason(this) == null;
    }

    @Override
    public void record(SharedSessionContractImplementor session, AuditEntry entry) {
        if (!suppresses(session, entry.action(), entry.subject().type())) {
            buffer(session).add(Draft.entry(ids, entry, origin()));
        }
    }

    @Override
    public void record(
            SharedSessionContractImplementor session,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String oldValues,
            @Nullable String newValues) {
        record(session, action, subjectType, subjectId, oldValues, newValues, null);
    }

    void record(
            SharedSessionContractImplementor session,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String oldValues,
            @Nullable String newValues,
            @Nullable String details) {
        if (!suppresses(session, action, subjectType)) {
            buffer(session)
                    .add(Draft.change(ids, action, subjectType, subjectId, origin(), details, oldValues, newValues));
        }
    }

    /** What the application adds. */
    DetailSources details() {
        return details;
    }

    private boolean suppresses(SharedSessionContractImplementor session, String action, String subjectType) {
        String reason = Suppression.currentReason(this);
        if (reason == null) {
            return false;
        }
        buffer(session).suppress(reason, origin(), subjectType, action);
        return true;
    }

    /**
     * Counts the changes of entities in this thread instead of recording them, until the suppression is closed.
     *
     * @param reason why
     * @return the suppression, to be closed by this thread
     * @throws SuppressionRefusedException if that is refused
     */
    public Suppression suppress(String reason) {
        requireOpen();
        if (settings.suppression() == SuppressionPolicy.REFUSE) {
            throw new SuppressionRefusedException("cannot suppress events: setting \"" + AuditSettings.SUPPRESSION
                    + "\" is REFUSE; let them be recorded, or set it to ALLOW");
        }
        return Suppression.open(this, reason);
    }

    EventIds ids() {
        return ids;
    }

    /** Records the change of an entity whose collections are added to its event when the flush ends. */
    void recordOwner(
            SharedSessionContractImplementor session,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String oldValues,
            @Nullable String newValues,
            @Nullable String details,
            OwnerChange owner) {
        if (suppresses(session, action, subjectType)) {
            owner.suppressed();
            return;
        }
        Draft draft = Draft.change(ids, action, subjectType, subjectId, origin(), details, oldValues, newValues);
        owner.recorded(draft, buffer(session).add(draft));
    }

    OwnerChanges owners(SharedSessionContractImplementor session) {
        return buffer(session).owners();
    }

    /** A flush of the session has ended. */
    void flushed(SharedSessionContractImplementor session) {
        TransactionBuffer buffer = buffers.get(session.getTransactionCoordinator());
        if (buffer != null) {
            buffer.owners().finish(this, buffer);
        }
    }

    /** Keeps the state that an update or a delete is about to replace. */
    void keepReplaced(SharedSessionContractImplementor session, ReplacedState state) {
        buffer(session).keepReplaced(state);
    }

    /** The state that the update or delete of this entity replaced, or null if it was not read. */
    @Nullable
    ReplacedState takeReplaced(SharedSessionContractImplementor session, Object entity) {
        return buffer(session).takeReplaced(entity);
    }

    LaneLease borrowLane(@Nullable String tenant) {
        return lanes(tenant).borrow();
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

    /** Where failures go. */
    Failures failures() {
        return failures;
    }

    /** A transaction in which something was recorded came to nothing. */
    void failed(@Nullable String tenant, List<Draft> drafts, Attempt.End end, @Nullable Throwable cause) {
        if (settings.failure().failedAttempts()) {
            attempts(tenant).add(Attempt.event(ids, drafts, end, cause));
        }
    }

    /** Those of one tenant do not wait for the database of another. */
    private AttemptWriter attempts(@Nullable String tenant) {
        return attempts.computeIfAbsent(
                key(tenant),
                key -> new AttemptWriter(
                        background, drafts -> writeSilently(tenant, drafts, new AtomicReference<>()), failures));
    }

    private void writeSilently(
            @Nullable String tenant, List<Draft> drafts, AtomicReference<@Nullable TransactionBuffer> used) {
        sessions.inTransaction(tenant, session -> {
            TransactionBuffer buffer = buffer(own(session));
            used.set(buffer);
            buffer.keepSilent();
            drafts.forEach(buffer::add);
            return drafts;
        });
    }

    /** The spool, if a transaction goes on when its events cannot be written. */
    @Nullable
    Spooling continuing() {
        return settings.failure().policy() == FailurePolicy.CONTINUE ? spooling : null;
    }

    void settle(UUID batch, Fate fate) {
        if (spooling != null) {
            spooling.settle(batch, fate);
        }
    }

    /**
     * Stores what waits in the spool, now and on this thread.
     *
     * @return what was done; nothing if there is no spool
     */
    public ReplayReport replay() {
        requireOpen();
        return spooling == null ? new ReplayReport(0, 0, 0, 0) : spooling.replay();
    }

    /** {@return how many events each kind of failure concerned since the session factory was opened} */
    public Map<AuditFailure.Kind, Long> failureCounts() {
        return failures.counts();
    }

    /** The factory is ready: what an earlier process left can be stored. */
    void start() {
        if (spooling != null) {
            spooling.replaySoon();
        }
    }

    /** The factory is about to close: the last moment in which something can be written. */
    void close() {
        background.stop();
        attempts.values().forEach(AttemptWriter::drain);
        if (spooling != null) {
            spooling.close();
        }
    }

    /** How many transactions are known that have not ended. */
    int openTransactions() {
        return buffers.size();
    }

    /** The buffer of the session's transaction, if it recorded something. */
    @Nullable
    TransactionBuffer existingBuffer(SharedSessionContractImplementor session) {
        return buffers.get(session.getTransactionCoordinator());
    }

    private TransactionBuffer buffer(SharedSessionContractImplementor session) {
        TransactionCoordinator coordinator = session.getTransactionCoordinator();
        TransactionBuffer buffer = buffers.get(coordinator);
        if (buffer == null) {
            buffer = new TransactionBuffer(this, session);
            remember(coordinator, buffer);
            buffer.listen(session);
        }
        return buffer;
    }

    private Origin origin() {
        AuditContext context = AuditContext.current().orElse(null);
        if (settings.noActor() == NoActorPolicy.REFUSE && (context == null || context.isAnonymous())) {
            throw new NoActorException("cannot record an event: "
                    + (context == null ? "no audit context is open" : "the open audit context names no actor")
                    + " and setting \"" + AuditSettings.NO_ACTOR
                    + "\" is REFUSE; open an AuditContext with an actor around the work");
        }
        return context == null ? system : context.origin(system.actor());
    }

    private SharedSessionContractImplementor own(SharedSessionContract session) {
        SharedSessionContractImplementor own;
        if (session instanceof SharedSessionContractImplementor implementor) {
            own = implementor;
        } else if (session instanceof Session wrapped) {
            own = wrapped.unwrap(SharedSessionContractImplementor.class);
        } else {
            throw new IllegalArgumentException(
                    "session must be one of Hibernate's: " + session.getClass().getName());
        }
        if (own.getFactory() != factory) {
            throw new IllegalArgumentException(
                    "session must come from the session factory of this audit trail: it comes from another one");
        }
        return own;
    }

    private void requireOpen() {
        if (factory.isClosed()) {
            throw closed();
        }
    }

    private static AuditUnavailableException closed() {
        return new AuditUnavailableException(
                "cannot use the audit trail: its session factory is closed; take the trail of an open one");
    }

    private static NoTransactionException noTransaction(String what) {
        return new NoTransactionException("cannot " + what
                + " outside a transaction, since its event could not be written with it: begin a transaction first");
    }
}
