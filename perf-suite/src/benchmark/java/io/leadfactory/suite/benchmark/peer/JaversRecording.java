package io.leadfactory.suite.benchmark.peer;

import io.leadfactory.suite.benchmark.work.BenchLead;
import io.leadfactory.suite.benchmark.work.Recording;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.javers.core.Javers;
import org.javers.core.JaversBuilder;
import org.javers.repository.sql.DialectName;
import org.javers.repository.sql.JaversSqlRepository;
import org.javers.repository.sql.SqlRepositoryBuilder;

/** Commits each lead to JaVers on the transaction's own connection. Thread-safe. */
public final class JaversRecording implements Recording {
    private static final String ACTOR = "bench";

    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();
    private final Javers javers;

    /** Creates JaVers' tables in this database. */
    public JaversRecording(DataSource dataSource, boolean postgres) {
        JaversSqlRepository repository = SqlRepositoryBuilder.sqlRepository()
                .withConnectionProvider(() -> Objects.requireNonNull(CURRENT.get(), "no transaction for JaVers"))
                .withDialect(postgres ? DialectName.POSTGRES : DialectName.H2)
                .build();
        try (Connection connection = dataSource.getConnection()) {
            CURRENT.set(connection);
            javers = JaversBuilder.javers().registerJaversRepository(repository).build();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the tables of JaVers", e);
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public void saved(Session session, BenchLead lead) {
        session.doWork(connection -> {
            CURRENT.set(connection);
            try {
                javers.commit(ACTOR, lead);
            } finally {
                CURRENT.remove();
            }
        });
    }

    @Override
    public void deleted(Session session, BenchLead lead) {
        session.doWork(connection -> {
            CURRENT.set(connection);
            try {
                javers.commitShallowDelete(ACTOR, lead);
            } finally {
                CURRENT.remove();
            }
        });
    }
}
