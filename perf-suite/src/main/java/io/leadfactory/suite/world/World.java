package io.leadfactory.suite.world;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ledger.BudgetSchema;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.perf.fault.FaultyDataSource;
import io.leadfactory.suite.lead.Lead;
import io.leadfactory.suite.lead.LeadCache;
import io.leadfactory.suite.lead.LeadRepository;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * The sample application, wired and running on a database of its own. Thread-safe.
 *
 * <p>Closing it closes everything that it gave out and removes the database; closing it again does nothing.
 */
public final class World implements AutoCloseable {
    private static final String SYSTEM = "SYSTEM";
    private static final String REFUSE = "REFUSE";

    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final Database database;
    private final SessionFactory sessions;
    private final AuditTrail trail;
    private final LeadCache cache = new LeadCache();
    private final LeadRepository leads;

    private World(Database database, String noActor) {
        this.database = database;
        closing.push(database);
        BudgetSchema.create(database.dataSource());
        sessions = sessions(true, noActor);
        trail = AuditTrail.of(sessions);
        leads = new LeadRepository(sessions, cache, Clock.systemUTC());
    }

    /**
     * Opens a world on a fresh schema, in memory if there is no address.
     *
     * @param address where
     * @return the world
     */
    public static World open(DatabaseAddress address) {
        return new World(Database.open(address), SYSTEM);
    }

    /**
     * Opens a world on a fresh schema, in files if there is no address, so that what it stores does not count as heap.
     *
     * @param address where
     * @return the world
     */
    public static World openOnDisk(DatabaseAddress address) {
        return new World(Database.openOnDisk(address), SYSTEM);
    }

    /**
     * Opens a world whose trail refuses changes by nobody.
     *
     * @param address where
     * @return the world
     */
    public static World openStrict(DatabaseAddress address) {
        return new World(Database.open(address), REFUSE);
    }

    /**
     * Opens a world whose connections can be broken by {@link #faults()}.
     *
     * @param address where
     * @return the world
     */
    public static World openBreakable(DatabaseAddress address) {
        return new World(Database.openBreakable(address), SYSTEM);
    }

    /**
     * Returns the sample application's sessions, audited.
     *
     * @return the session factory, closed with this world
     */
    public SessionFactory sessions() {
        return sessions;
    }

    /**
     * Returns more sessions on the same tables, with the audit switched off.
     *
     * @return a new session factory, closed with this world
     */
    public SessionFactory openUnauditedSessions() {
        return sessions(false, SYSTEM);
    }

    /**
     * Returns the audit trail of {@link #sessions()}.
     *
     * @return the trail
     */
    public AuditTrail trail() {
        return trail;
    }

    /**
     * Returns the sample application's repository.
     *
     * @return the repository
     */
    public LeadRepository leads() {
        return leads;
    }

    /**
     * Returns the repository's cache.
     *
     * @return the cache
     */
    public LeadCache cache() {
        return cache;
    }

    /**
     * Returns the pool of connections.
     *
     * @return the data source, closed with this world
     */
    public DataSource dataSource() {
        return database.dataSource();
    }

    /**
     * Returns the switch for faults. It moves something only in a world that was opened breakable.
     *
     * @return the data source that breaks on demand
     */
    public FaultyDataSource faults() {
        return database.faults();
    }

    /**
     * Returns a store of budgets in this world's database.
     *
     * @return a new store; its tables are there
     */
    public BudgetStore budgetStore() {
        return BudgetStore.jdbc(database.dataSource());
    }

    /**
     * Closes a monitor together with this world.
     *
     * @param monitor the monitor
     * @return the monitor
     */
    public BudgetMonitor closing(BudgetMonitor monitor) {
        closing.push(monitor);
        return monitor;
    }

    /**
     * Runs a query that gives one number, past everything that is measured.
     *
     * @param query a trusted SQL query
     * @return the number
     */
    public long number(String query) {
        return database.number(query);
    }

    private SessionFactory sessions(boolean audited, String noActor) {
        Configuration configuration = new Configuration().addAnnotatedClass(Lead.class);
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", database.dataSource());
        configuration.setProperty("hibernate.hbm2ddl.auto", "update");
        configuration.setProperty("hibernate.jdbc.batch_size", "50");
        configuration.setProperty("leadfactory.audit.enabled", Boolean.toString(audited));
        configuration.setProperty("leadfactory.audit.no-actor", noActor);
        configuration.setProperty("leadfactory.audit.indexes", "subject, actor, action");
        SessionFactory factory = configuration.buildSessionFactory();
        closing.push(factory);
        return factory;
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!closing.isEmpty()) {
            try {
                closing.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("cannot close the scenario's world", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
