package io.leadfactory.suite.benchmark.variant;

import io.leadfactory.suite.benchmark.database.VariantDatabase;
import io.leadfactory.suite.benchmark.work.BenchLead;
import io.leadfactory.suite.benchmark.work.LeadClient;
import io.leadfactory.suite.benchmark.work.Recording;
import io.leadfactory.suite.benchmark.work.Work;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;

/** A variant that runs. Thread-safe. */
public final class Contender implements AutoCloseable {
    private static final int STOCK_TRANSACTIONS = 20;

    private final Variant variant;
    private final VariantDatabase database;
    private final SessionFactory sessions;
    private final Supplier<? extends BenchLead> newLead;
    private final Recording recording;
    private final LeadClient stock;

    Contender(
            Variant variant,
            VariantDatabase database,
            SessionFactory sessions,
            Supplier<? extends BenchLead> newLead,
            Recording recording) {
        this.variant = variant;
        this.database = database;
        this.sessions = sessions;
        this.newLead = newLead;
        this.recording = recording;
        // So that no index is a single page.
        stock = client("stock");
        for (int i = 0; i < STOCK_TRANSACTIONS; i++) {
            stock.run(Work.INSERT_50);
        }
    }

    /** {@return which variant it is} */
    public Variant variant() {
        return variant;
    }

    /** {@return its database} */
    public VariantDatabase database() {
        return database;
    }

    /** {@return its session factory} */
    public SessionFactory sessions() {
        return sessions;
    }

    /** {@return the client that stored the thousand leads which are there from the start} */
    public LeadClient stock() {
        return stock;
    }

    /** {@return a new user of the application} The name is unique in this contender. */
    public LeadClient client(String name) {
        return new LeadClient(sessions, newLead, recording, name);
    }

    /** {@return the tables that only the audit needs} */
    public List<String> auditTables() {
        return database.tablesBeside("lead", "note");
    }

    @Override
    public void close() {
        sessions.close();
        database.close();
    }
}
