package io.leadfactory.audit.chaos;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import java.sql.Connection;
import java.util.concurrent.Callable;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

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

    /** A commit that is deadly once it is armed. */
    private static final class Deadly extends DeadlyCommit {
        private static final long serialVersionUID = 1L;

        private final Moment moment;
        private volatile boolean armed;

        Deadly(String url, Moment moment) {
            super(url);
            this.moment = moment;
        }

        @Override
        void commit(Connection connection, Callable<?> commit) throws Exception {
            dieIf(armed && moment == Moment.BEFORE_COMMIT);
            commit.call();
            dieIf(armed);
        }
    }
}
