package io.leadfactory.audit.chaos;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import jakarta.persistence.PersistenceException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A process that writes with several threads, and tells on its standard output what became of each transaction.
 *
 * <p>A transaction has a name that ends in the number of its events, which carry it as their request id. "ack NAME" is
 * written after its commit, "undone NAME" after its rollback, and nothing if its outcome is not known.
 */
final class ChaosWriter {
    static final int SHARED_LEADS = 4;
    private static final int ROLLBACK_SHARE = 4;

    // Without a buffer: what was written survives kill -9.
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private final SessionFactory factory;
    private final AuditTrail trail;
    private final String name;
    private final Random random;

    private ChaosWriter(SessionFactory factory, String name, long seed) {
        this.factory = factory;
        this.trail = AuditTrail.of(factory);
        this.name = name;
        this.random = new Random(seed);
    }

    private static SessionFactory open(String url) {
        Configuration configuration = new Configuration();
        configuration.setProperty("hibernate.connection.url", url);
        configuration.setProperty("hibernate.connection.pool_size", "10");
        return configuration
                .addAnnotatedClass(Lead.class)
                .addAnnotatedClass(Company.class)
                .buildSessionFactory();
    }

    /** Arguments: URL, name, seed, threads, transactions of each thread. */
    public static void main(String[] arguments) throws InterruptedException {
        String name = arguments[1];
        long seed = Long.parseLong(arguments[2]);
        try (SessionFactory factory = open(arguments[0])) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < Integer.parseInt(arguments[3]); t++) {
                ChaosWriter writer = new ChaosWriter(factory, name + '.' + t, seed + t);
                Thread thread = new Thread(() -> writer.write(Integer.parseInt(arguments[4])));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        tell("end");
    }

    private void write(int transactions) {
        for (int i = 0; i < transactions; i++) {
            int entries = 1 + random.nextInt(3);
            int leads = random.nextInt(3);
            String transaction = name + '.' + i + '.' + (entries + leads);
            try (AuditContext.Scope scope =
                            AuditContext.actor(name).requestId(transaction).open();
                    Session session = factory.openSession()) {
                write(session, transaction, entries, leads);
            }
        }
    }

    private void write(Session session, String transaction, int entries, int leads) {
        session.beginTransaction();
        try {
            for (int e = 0; e < entries; e++) {
                trail.record(session, AuditEntry.of("NOTED", Subject.of("Note", transaction + '.' + e)));
            }
            int first = random.nextInt(SHARED_LEADS);
            // Two rows in either order: two transactions that meet are a deadlock.
            int step = 1 + random.nextInt(SHARED_LEADS - 1);
            for (int l = 0; l < leads; l++) {
                long id = (first + l * step) % SHARED_LEADS + 1L;
                session.find(Lead.class, id, LockMode.PESSIMISTIC_WRITE).email = transaction + '.' + l;
            }
            session.flush();
        } catch (PersistenceException e) {
            session.getTransaction().rollback();
            tell("undone " + transaction + ' ' + e.getClass().getSimpleName());
            return;
        }
        if (random.nextInt(ROLLBACK_SHARE) == 0) {
            session.getTransaction().rollback();
            tell("undone " + transaction + " asked");
        } else {
            session.getTransaction().commit();
            tell("ack " + transaction);
        }
    }

    private static void tell(String line) {
        try {
            OUT.write((line + '\n').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
