package io.leadfactory.perf.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool above the faults replaces what they break. */
class BelowAPoolTest {
    private final JdbcDataSource database = new JdbcDataSource();
    private final FaultyDataSource faulty = FaultyDataSource.around(database);
    private HikariDataSource pool = new HikariDataSource();

    @BeforeEach
    void openPool() {
        database.setURL("jdbc:h2:mem:pool" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1");
        HikariConfig config = new HikariConfig();
        config.setDataSource(faulty);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(60_000);
        pool = new HikariDataSource(config);
    }

    @AfterEach
    void closePool() throws SQLException {
        pool.close();
        assertThat(faulty.connectionsOut()).isZero();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
    }

    @Test
    void lostConnection_isReplacedByThePool() throws SQLException {
        ask();
        faulty.inject(Fault.lostAtStatement(), 1);
        assertThatThrownBy(this::ask).isInstanceOf(SQLException.class);
        ask();
        assertThat(faulty.connectionsOpened()).isEqualTo(2);
    }

    @Test
    void halfOpenConnection_isGivenUpAfterItsLimitAndReplaced() throws SQLException {
        ask();
        faulty.inject(Fault.halfOpen(Duration.ofMillis(5)), 1);
        assertThatThrownBy(this::ask).isInstanceOf(SQLException.class).hasMessageContaining("did not answer within");
        ask();
        assertThat(faulty.connectionsOpened()).isEqualTo(2);
    }

    @Test
    void refusedConnect_isTriedAgainByThePool() throws SQLException {
        ask();
        faulty.inject(Fault.lostAtStatement(), 1);
        assertThatThrownBy(this::ask).isInstanceOf(SQLException.class);
        faulty.inject(Fault.refused("08001"), 2);
        ask();
        assertThat(faulty.strikes()).isEqualTo(3);
    }

    private void ask() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }
}
