package io.leadfactory.audit.boot;

import io.leadfactory.audit.coverage.Coverage;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditUnavailableException;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.ledger.LaneEnds;
import io.leadfactory.audit.ledger.Lanes;
import io.leadfactory.audit.ledger.TrailLanes;
import io.leadfactory.audit.ledger.Verification;
import io.leadfactory.audit.ledger.VerificationReport;
import io.leadfactory.audit.ledger.Verifier;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.recovery.Destination;
import io.leadfactory.audit.recovery.Recovery;
import io.leadfactory.audit.session.OwnSessions;
import io.leadfactory.audit.store.AccessPath;
import io.leadfactory.audit.store.AuditStore;
import io.leadfactory.audit.store.AuditTable;
import io.leadfactory.audit.store.ConnectionSource;
import io.leadfactory.audit.store.DatabaseKind;
import io.leadfactory.audit.transaction.OpenTransactions;
import io.leadfactory.audit.transaction.Recorder;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.QualifiedTableName;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/** The audit trail of one session factory, with the parts that it is put together of. Thread-safe; closed with the factory. */
public final class Installation {
    private final AuditSettings settings;
    private final DatabaseKind database;
    private final OwnSessions sessions;
    private final AuditStore store;
    private final TrailLanes lanes;
    private final Recovery recovery;
    private final OpenTransactions transactions;
    private final Recorder recorder;
    private volatile Coverage coverage = new Coverage(List.of(), List.of());

    Installation(SessionFactoryImplementor factory, AuditSettings settings) {
        this.settings = settings;
        this.sessions = new OwnSessions(factory);
        this.database = Databases.kind(factory.getJdbcServices().getDialect());
        this.store = AuditStore.jdbc(tableName(factory), database);
        EventIds ids = new EventIds(settings.clock(), idRandom(settings.random()));
        this.lanes = new TrailLanes(this::newLanes);
        Destination destination = new Destination(
                store, database, newLanes(), sessions, settings.transaction().batchSize());
        this.recovery = new Recovery(settings.failure(), destination, ids, settings.clock(), this::writeFailedAttempts);
        this.transactions = new OpenTransactions(settings.transaction(), sessions, ids, lanes, store, recovery);
        this.recorder = new Recorder(factory, settings.transaction(), sessions, transactions, recovery);
    }

    private Lanes newLanes() {
        return new Lanes(settings.clock(), settings.random(), settings.keys().source());
    }

    private void writeFailedAttempts(@Nullable String tenant, List<Draft> attempts) {
        recorder.writeSilently(tenant, attempts);
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
     * {@return the trail of a session factory}
     *
     * @param sessionFactory the session factory
     * @throws AuditUnavailableException if audit is off for it, or it is closed
     */
    public static Installation of(SessionFactory sessionFactory) {
        OwnSessions.requireOpen(sessionFactory);
        Installation installation = Installations.find(sessionFactory.unwrap(SessionFactoryImplementor.class));
        if (installation == null) {
            throw new AuditUnavailableException("there is no audit trail for this session factory: setting \""
                    + AuditSettings.ENABLED + "\" is false; leave it out or set it to true");
        }
        return installation;
    }

    /** {@return what is audited and what is not, and why} */
    public Coverage coverage() {
        return coverage;
    }

    void covers(Coverage found) {
        coverage = found;
    }

    /** {@return what records explicit entries} */
    public Recorder recorder() {
        return recorder;
    }

    /** {@return the store that events are written to} */
    public AuditStore store() {
        return store;
    }

    /** {@return which indexes the table has, as far as the settings say} */
    public Set<AccessPath> indexes() {
        Set<AccessPath> chosen = settings.indexes();
        return chosen == null ? AccessPath.defaults(database) : chosen;
    }

    /** {@return connections to read on} */
    public ConnectionSource connections() {
        return sessions;
    }

    /** What is done about what transactions leave. */
    Recovery recovery() {
        return recovery;
    }

    /** The transactions in which something is recorded. */
    OpenTransactions transactions() {
        return transactions;
    }

    /**
     * {@return what a verification finds}
     *
     * @param what what to verify
     */
    public VerificationReport verify(Verification what) {
        // Before the transaction begins, so that all that they know of is visible in it.
        LaneEnds ends = lanes.of(sessions.currentTenant()).ends();
        return sessions.read(connection ->
                store.readLanes(connection, reader -> Verifier.verify(reader, settings.keys(), ends, what)));
    }

    /**
     * Stores what waits in the spool, now and on this thread.
     *
     * @return what was done; nothing if there is no spool
     */
    public ReplayReport replay() {
        sessions.requireOpen();
        return recovery.replay();
    }

    /** {@return how many events each kind of failure concerned since the session factory was opened} */
    public Map<AuditFailure.Kind, Long> failureCounts() {
        return recovery.failureCounts();
    }
}
