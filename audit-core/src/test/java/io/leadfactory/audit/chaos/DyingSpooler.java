package io.leadfactory.audit.chaos;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.FullDisk;
import io.leadfactory.audit.example.Lead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A process whose events the database does not take, so that they go to the spool: it commits two transactions, rolls back a
 * third, and dies by kill -9 in the fourth. Each has two leads, and its number as the request id.
 */
final class DyingSpooler {
    static final int TRANSACTIONS = 4;
    static final int LEADS = 2;
    private static final int ROLLED_BACK = 3;

    private DyingSpooler() {}

    /** Where it dies. */
    enum Moment {
        /** The events are written to the spool, and not yet safe there. */
        BEFORE_FORCE(100),
        /** The events are in the spool, the commit has not begun. */
        BEFORE_COMMIT(200),
        /** The commit is on its way: only the database knows. */
        WHILE_COMMITTING(300),
        /** The commit is done, and nobody has written that down. */
        AFTER_COMMIT(400);

        /** What the numbers of its transactions follow. */
        final int first;

        Moment(int first) {
            this.first = first;
        }
    }

    /** Arguments: URL, directory, moment. */
    public static void main(String[] arguments) {
        Moment moment = Moment.valueOf(arguments[2]);
        Deadly deadly = new Deadly(arguments[0], moment);
        Configuration configuration = new Configuration();
        configuration.getProperties().put("hibernate.connection.provider_class", deadly);
        configuration.setProperty("leadfactory.audit.failure-policy", "CONTINUE");
        configuration.setProperty("leadfactory.audit.spool", arguments[1]);
        FullDisk disk = new FullDisk();
        disk.beforeForce(() -> DeadlyCommit.dieIf(deadly.armed && deadly.moment == Moment.BEFORE_FORCE));
        configuration.getProperties().put("leadfactory.audit.spool-files", disk);
        configuration.setProperty("leadfactory.audit.schema-check", "OFF");
        configuration.addAnnotatedClass(Lead.class).addAnnotatedClass(Company.class);
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            for (int i = 1; i <= TRANSACTIONS; i++) {
                int number = moment.first + i;
                deadly.armed = i == TRANSACTIONS;
                deadly.rollsBack = i == ROLLED_BACK;
                write(factory, number, deadly);
            }
        }
    }

    private static void write(SessionFactory factory, int number, Deadly deadly) {
        try (AuditContext.Scope scope =
                AuditContext.actor("alice").requestId(Integer.toString(number)).open()) {
            factory.inTransaction(session -> {
                for (int l = 0; l < LEADS; l++) {
                    session.persist(new Lead(number * 10L + l, "a"));
                }
            });
        } catch (RuntimeException e) {
            if (!deadly.rollsBack) {
                throw e;
            }
        }
    }

    /** A commit that is refused, or deadly once it is armed. */
    private static final class Deadly extends DeadlyCommit {
        private static final long serialVersionUID = 1L;

        private final Moment moment;
        private final transient Thread writer = Thread.currentThread();
        private volatile boolean armed;
        private volatile boolean rollsBack;

        Deadly(String url, Moment moment) {
            super(url);
            this.moment = moment;
        }

        @Override
        void commit(Connection connection, Callable<?> commit) throws Exception {
            // Not that of the replay behind its back.
            boolean own = Thread.currentThread() == writer;
            if (own && rollsBack) {
                connection.rollback();
                throw new SQLException("the server went away", "08006");
            }
            boolean last = own && armed;
            dieIf(last && moment == Moment.BEFORE_COMMIT);
            if (last && moment == Moment.WHILE_COMMITTING) {
                new Thread(DeadlyCommit::die).start();
            }
            commit.call();
            dieIf(last);
        }
    }
}
