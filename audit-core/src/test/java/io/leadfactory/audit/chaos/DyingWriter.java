package io.leadfactory.audit.chaos;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
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

/** A process that commits one transaction, and dies by kill -9 around the commit of the second one. */
final class DyingWriter {
    private DyingWriter() {}

    /** Where it dies. */
    enum Moment {
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    /** Arguments: URL, moment. */
    public static void main(String[] arguments) {
        Deadly deadly = new Deadly(arguments[0], Moment.valueOf(arguments[1]));
        Configuration configuration = new Configuration();
        configuration.getProperties().put("hibernate.connection.provider_class", deadly);
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            AuditTrail trail = AuditTrail.of(factory);
            trail.record(AuditEntry.of("FIRST", Subject.of("Process", arguments[1])));
            deadly.armed = true;
            trail.record(AuditEntry.of("SECOND", Subject.of("Process", arguments[1])));
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
        private volatile boolean armed;

        Deadly(String url, Moment moment) {
            this.url = url;
            this.moment = moment;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = DriverManager.getConnection(url);
            return (Connection) Proxy.newProxyInstance(
                    Deadly.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        boolean commit = armed && method.getName().equals("commit");
                        if (commit && moment == Moment.BEFORE_COMMIT) {
                            die();
                        }
                        try {
                            Object result = method.invoke(connection, arguments);
                            if (commit) {
                                die();
                            }
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
