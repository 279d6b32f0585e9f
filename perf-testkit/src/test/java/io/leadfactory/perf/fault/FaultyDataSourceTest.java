package io.leadfactory.perf.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultyDataSourceTest {
    private final JdbcDataSource database = new JdbcDataSource();
    private final List<Fault> pauses = new ArrayList<>();
    private final FaultyDataSource source = new FaultyDataSource(database, pauses::add);

    @BeforeEach
    void createTable() throws SQLException {
        database.setURL("jdbc:h2:mem:" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table lead (id int primary key)");
        }
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
    }

    @Test
    void inject_onceAndAgain_isUsedLikeThis() throws SQLException {
        DataSource dataSource = database;
        // readme:fault
        FaultyDataSource faulty = FaultyDataSource.around(dataSource);
        faulty.inject(Fault.lostAtStatement(), 1);
        assertThatThrownBy(() -> insert(faulty, 1)).isInstanceOf(SQLNonTransientConnectionException.class);
        insert(faulty, 2);
        assertThat(faulty.connectionsOut()).isZero();
        // end:fault
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void execute_noFault_worksAndCounts() throws SQLException {
        insert(1);
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("select id from lead");
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(source.connectionsOut()).isEqualTo(1);
        }
        assertThat(source.connectionsOut()).isZero();
        assertThat(source.connectionsOpened()).isEqualTo(2);
        assertThat(source.statements()).isEqualTo(2);
        assertThat(source.strikes()).isZero();
    }

    @Test
    void close_twice_countsOnce() throws SQLException {
        Connection connection = source.getConnection();
        connection.close();
        connection.close();
        assertThat(source.connectionsOut()).isZero();
    }

    @Test
    void inject_delay_waitsBeforeStatementAndCommit() throws SQLException {
        Fault slow = Fault.delay(Duration.ofMillis(40));
        source.inject(slow);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into lead values (1)");
            connection.commit();
        }
        assertThat(pauses).containsExactly(slow, slow);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void inject_error_failsAsADriverWould() throws SQLException {
        source.inject(Fault.error("23505"));
        assertThatExceptionOfType(SQLIntegrityConstraintViolationException.class)
                .isThrownBy(() -> insert(1))
                .withMessage("injected fault: SQLState 23505")
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("23505"));
        assertThat(rows()).isZero();
        assertThat(source.connectionsOut()).isZero();

        source.clear();
        insert(1);
        assertThat(rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "08003, java.sql.SQLNonTransientConnectionException",
        "0A000, java.sql.SQLFeatureNotSupportedException",
        "22001, java.sql.SQLDataException",
        "28000, java.sql.SQLInvalidAuthorizationSpecException",
        "40001, java.sql.SQLTransactionRollbackException",
        "42000, java.sql.SQLSyntaxErrorException",
        "57014, java.sql.SQLException"
    })
    void inject_errorOfAnyClass_isOfTheTypeThatADriverThrows(String state, Class<?> type) {
        source.inject(Fault.error(state));
        assertThatThrownBy(() -> insert(1)).isExactlyInstanceOf(type);
    }

    @Test
    void inject_times_strikesThatOftenThenIsGone() throws SQLException {
        source.inject(Fault.error("40001"), 2);
        assertThatThrownBy(() -> insert(1)).isInstanceOf(SQLException.class);
        assertThat(source.fault()).isPresent();
        assertThatThrownBy(() -> insert(1)).isInstanceOf(SQLException.class);
        assertThat(source.fault()).isEmpty();
        insert(1);
        assertThat(source.strikes()).isEqualTo(2);
    }

    @Test
    void inject_lostAtStatement_closesThePhysicalConnection() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            source.inject(Fault.lostAtStatement(), 1);
            assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                    .isThrownBy(() -> statement.execute("insert into lead values (1)"))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08006"));
            assertThat(connection.isClosed()).isTrue();
            assertThatThrownBy(() -> statement.execute("insert into lead values (1)"))
                    .as("the connection stays lost when the fault is over")
                    .isInstanceOf(SQLException.class)
                    .hasMessageNotContaining("injected");
        }
        insert(2);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void inject_lostAtCommit_losesTheTransaction() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            source.inject(Fault.lostAtCommit(), 1);
            statement.execute("insert into lead values (1)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLNonTransientConnectionException.class);
        }
        assertThat(rows()).isZero();
    }

    @Test
    void inject_exhausted_waitsThenRefuses() throws SQLException {
        source.inject(Fault.exhausted(Duration.ofMillis(30)), 1);
        assertThatExceptionOfType(SQLTransientConnectionException.class)
                .isThrownBy(source::getConnection)
                .withMessage("injected fault: no connection became free within PT0.03S");
        assertThat(pauses).containsExactly(Fault.exhausted(Duration.ofMillis(30)));
        assertThat(source.connectionsOpened()).isZero();
        insert(1);
    }

    @Test
    void inject_manyThreads_strikesExactlyAsOftenAsAsked() throws Exception {
        int threads = 8;
        source.inject(Fault.error("57014"), 100);
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> users = new ArrayList<>();
        for (int user = 0; user < threads; user++) {
            Thread thread = new Thread(() -> {
                try (Connection connection = source.getConnection();
                        Statement statement = connection.createStatement()) {
                    start.await();
                    for (int call = 0; call < 50; call++) {
                        try {
                            statement.execute("select 1");
                        } catch (SQLException e) {
                            failed.incrementAndGet();
                        }
                    }
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            users.add(thread);
            thread.start();
        }
        start.countDown();
        for (Thread user : users) {
            user.join();
        }
        assertThat(failed).hasValue(100);
        assertThat(source.strikes()).isEqualTo(100);
        assertThat(source.statements()).isEqualTo(threads * 50L);
        assertThat(source.connectionsOut()).isZero();
    }

    @Test
    void pause_interrupted_keepsTheInterrupt() throws SQLException {
        FaultyDataSource interrupted = new FaultyDataSource(database, fault -> {
            throw new InterruptedException();
        });
        interrupted.inject(Fault.delay(Duration.ofDays(1)));
        try (Connection connection = interrupted.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void around_delay_reallyWaits() throws SQLException {
        FaultyDataSource real = FaultyDataSource.around(database);
        real.inject(Fault.delay(Duration.ofMillis(2)));
        long start = System.nanoTime();
        try (Connection connection = real.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_900_000);
    }

    @Test
    void unwrap_ownTypeOrTheDrivers_findsBoth() throws SQLException {
        assertThat(source.unwrap(FaultyDataSource.class)).isSameAs(source);
        assertThat(source.isWrapperFor(JdbcDataSource.class)).isTrue();
        assertThat(source.unwrap(JdbcDataSource.class)).isSameAs(database);
    }

    @Test
    void fault_badInput_saysTheRuleAndTheValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.error("oops"))
                .withMessage("SQLState must be five digits or capital letters: \"oops\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.delay(Duration.ofMillis(-1)))
                .withMessage("pause must not be negative: PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.inject(Fault.lostAtCommit(), 0))
                .withMessage("times must be positive: 0");
    }

    private void insert(int id) throws SQLException {
        insert(source, id);
    }

    private static void insert(DataSource into, int id) throws SQLException {
        try (Connection connection = into.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into lead values (?)")) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
    }

    private long rows() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from lead")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
