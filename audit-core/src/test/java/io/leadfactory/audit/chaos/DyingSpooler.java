package io.leadfactory.audit.chaos;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.FullDisk;
import io.leadfactory.audit.example.Lead;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

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
        disk.beforeForce(() -> dieIf(deadly.armed && deadly.moment == Moment.BEFORE_FORCE));
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

    private static void dieIf(boolean now) {
        if (now) {
            die();
        }
    }

    private static void die() {
        try {
            new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }

    /** Gives connections whose commit is deadly. */
    private static final class Deadly implements ConnectionProvider {
        private static final long serialVersionUID = 1L;

        private final String url;
        private final Moment moment;
        private final transient Thread writer = Thread.currentThread();
        private volatile boolean armed;
        private volatile boolean rollsBack;

        Deadly(String url, Moment moment) {
            this.url = url;
            this.moment = moment;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = DriverManager.getConnection(url);
            return (Connection) Proxy.newProxyInstance(
                    Deadly.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        // Not that of the replay behind its back.
                        boolean commit = method.getName().equals("commit") && Thread.currentThread() == writer;
                        if (commit && rollsBack) {
                            connection.rollback();
                            throw new SQLException("the server went away", "08006");
                        }
                        boolean last = commit && armed;
                        dieIf(last && moment == Moment.BEFORE_COMMIT);
                        if (last && moment == Moment.WHILE_COMMITTING) {
                            new Thread(DyingSpooler::die).start();
                        }
                        try {
                            Object result = method.invoke(connection, arguments);
                            dieIf(last);
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause() == null ? e : e.getCause();
                        }
                    });
        }

        @Override
        public void closeConnection(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public boolean supportsAggressiveRelease() {
            return false;
        }

        @Override
        public boolean isUnwrappableAs(Class<?> type) {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException("not a wrapper");
        }
    }
}
