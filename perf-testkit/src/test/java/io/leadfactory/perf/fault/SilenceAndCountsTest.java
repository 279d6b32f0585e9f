package io.leadfactory.perf.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceAndCountsTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final JdbcDataSource database = new JdbcDataSource();
    private final List<Duration> waits = new ArrayList<>();
    private final FaultyDataSource source = new FaultyDataSource(database, new FaultSwitch.Waiting() {
        @Override
        public void of(Fault fault) {
            waits.add(fault.pause());
        }

        @Override
        public boolean forTheEnd(Silence silence, long nanos) throws InterruptedException {
            boolean ended = silence.awaitEnd(0);
            if (!ended) {
                waits.add(Duration.ofNanos(nanos));
            }
            return ended;
        }
    });
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @BeforeEach
    void createTable() throws SQLException {
        database.setURL("jdbc:h2:mem:silence" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1");
        execute("create table lead (id int primary key)");
    }

    @AfterEach
    void dropDatabase() throws Exception {
        other.shutdownNow();
        assertThat(other.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        execute("shutdown");
    }

    @Test
    void halfOpen_statement_waitsForTheFaultsLimitThenIsLost() throws SQLException {
        source.inject(Fault.halfOpen(Duration.ofSeconds(30)));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                    .isThrownBy(() -> statement.execute("insert into lead values (1)"))
                    .withMessage("injected fault: the database did not answer within PT30S")
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08006"));
            assertThat(connection.isClosed()).isTrue();
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(30));
        assertThat(rows()).isZero();
    }

    @Test
    void halfOpen_givenUp_noLaterCallWaits() throws SQLException {
        source.inject(Fault.halfOpen(Duration.ofSeconds(30)));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select 1"))
                    .isInstanceOf(SQLNonTransientConnectionException.class);
            assertThatThrownBy(() -> statement.execute("select 1"))
                    .isInstanceOf(SQLNonTransientConnectionException.class);
            assertThatThrownBy(connection::rollback).isInstanceOf(SQLNonTransientConnectionException.class);
            assertThat(connection.isValid(5)).isFalse();
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void halfOpen_networkTimeout_endsTheWaitOfAValidation() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, 1_500);
            source.inject(Fault.halfOpen(LONG));
            assertThat(connection.isValid(5)).isFalse();
        }
        assertThat(waits).containsExactly(Duration.ofMillis(1_500));
    }

    @Test
    void halfOpen_queryTimeout_endsTheWait() throws SQLException {
        source.inject(Fault.halfOpen(LONG));
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into lead values (1)")) {
            statement.setQueryTimeout(3);
            assertThatExceptionOfType(SQLTimeoutException.class)
                    .isThrownBy(statement::executeUpdate)
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void halfOpen_networkTimeout_endsTheWaitAlsoOfACommit() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(Runnable::run, 1_500);
            statement.execute("insert into lead values (1)");
            source.inject(Fault.halfOpen(LONG));
            assertThatThrownBy(connection::commit).isInstanceOf(SQLNonTransientConnectionException.class);
        }
        assertThat(waits).containsExactly(Duration.ofMillis(1_500));
        assertThat(rows()).isZero();
    }

    @Test
    void halfOpen_faultIsOver_thatConnectionStaysSilentAndANewOneWorks() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            source.inject(Fault.halfOpen(LONG), 1);
            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLTimeoutException.class);
            assertThat(source.fault()).isEmpty();
            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLTimeoutException.class);
            assertThat(connection.isValid(2)).isFalse();
            assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
        insert(2);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void halfOpen_interruptOrClose_wakesWhoReallyWaits() throws Exception {
        FaultyDataSource real = FaultyDataSource.around(database);
        real.inject(Fault.halfOpen(LONG));
        Connection first = real.getConnection();
        Future<SQLException> closed = other.submit(() -> failure(first));
        while (real.strikes() == 0) {
            Thread.onSpinWait();
        }
        first.close();
        assertThat((Throwable) closed.get(60, TimeUnit.SECONDS)).hasMessageContaining("closed while a call waited");

        CountDownLatch interrupted = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try (Connection second = real.getConnection()) {
                if (failure(second) instanceof SQLTransientConnectionException && Thread.interrupted()) {
                    interrupted.countDown();
                }
            } catch (SQLException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        caller.start();
        while (real.strikes() == 1) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        caller.join();
        assertThat(real.connectionsOut()).isZero();
    }

    @Test
    void acknowledgementLost_commit_isDoneAndFails() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into lead values (1)");
            source.inject(Fault.acknowledgementLost(), 1);
            assertThatThrownBy(connection::commit).isInstanceOf(SQLNonTransientConnectionException.class);
            assertThat(connection.isClosed()).isTrue();
        }
        assertThat(rows()).as("the commit itself happened").isEqualTo(1);
    }

    @Test
    void acknowledgementLost_withoutTransaction_strikesTheStatement() throws SQLException {
        source.inject(Fault.acknowledgementLost());
        assertThatThrownBy(() -> insert(1)).isInstanceOf(SQLNonTransientConnectionException.class);
        assertThat(rows()).isEqualTo(1);
        assertThat(source.strikes()).isEqualTo(1);
    }

    @Test
    void refused_connect_failsAsADriverWould() {
        source.inject(Fault.refused("08001"), 1);
        assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                .isThrownBy(source::getConnection)
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08001"));
        assertThat(source.connectionsOpened()).isZero();
    }

    @Test
    void slowConnect_waitsAtMostForTheLoginTimeout() throws SQLException {
        source.inject(Fault.slowConnect(Duration.ofSeconds(4)));
        source.getConnection().close();
        source.setLoginTimeout(2);
        assertThatExceptionOfType(SQLTimeoutException.class)
                .isThrownBy(source::getConnection)
                .withMessage("injected fault: no connection within the login timeout of PT2S");
        assertThat(waits).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(2));
    }

    @Test
    void slowConnect_loginTimeoutIsNotSupported_waitsAsLongAsTheFault() throws SQLException {
        for (Exception unsupported :
                List.of(new UnsupportedOperationException(), new SQLFeatureNotSupportedException())) {
            DataSource withoutTimeout = (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                        if (method.getName().equals("getLoginTimeout")) {
                            throw unsupported;
                        }
                        return method.invoke(database, arguments);
                    });
            FaultyDataSource slow = new FaultyDataSource(withoutTimeout, fault -> waits.add(fault.pause()));
            slow.inject(Fault.slowConnect(Duration.ofSeconds(4)));
            slow.getConnection().close();
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(4));
    }

    @Test
    void inject_probability_strikesTheSameCallsForTheSameSeed() throws SQLException {
        List<Boolean> first = struck(0.3, 42);
        assertThat(first).isEqualTo(struck(0.3, 42)).isNotEqualTo(struck(0.3, 43));
        assertThat(first.stream().filter(struck -> struck).count()).isBetween(200L, 400L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.inject(Fault.lostAtCommit(), 1.5, 1))
                .withMessage("probability must be above 0 and at most 1: 1.5");
    }

    @Test
    void counts_ofAWholeTransaction_areExact() throws Exception {
        SqlCounts before = source.counts();
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into lead values (?)")) {
            connection.setAutoCommit(false);
            for (int id = 0; id < 5; id++) {
                insert.setInt(1, id);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select * from lead")) {
                assertThat(rows.next()).isTrue();
            }
            connection.rollback();
        }
        assertThat(source.counts().since(before)).isEqualTo(new SqlCounts(1, 1, 2, 5, 1, 1));
        assertThat(source.countsOfThisThread()).isEqualTo(source.counts());
        other.submit(() -> {
                    insert(77);
                    return true;
                })
                .get(60, TimeUnit.SECONDS);
        assertThat(source.counts().statements()).isEqualTo(3);
        assertThat(source.countsOfThisThread().statements()).isEqualTo(2);
    }

    @Test
    void connectionsOut_leak_isToldWithTheBorrowersStack() throws SQLException {
        source.rememberBorrowers();
        source.getConnection().close();
        source.requireNoConnectionOut();
        try (Connection leaked = source.getConnection()) {
            assertThat(leaked.isClosed()).isFalse();
            assertThatIllegalStateException()
                    .isThrownBy(source::requireNoConnectionOut)
                    .withMessageStartingWith("connections that were not closed: 1 of 2")
                    .satisfies(e -> assertThat(e.getSuppressed()[0])
                            .hasStackTraceContaining("connectionsOut_leak_isToldWithTheBorrowersStack"));
        }
        source.requireNoConnectionOut();
    }

    @Test
    void halfOpen_withoutLimit_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.halfOpen(Duration.ZERO))
                .withMessage("a half-open connection needs a limit after which a call gives up: PT0S");
    }

    private List<Boolean> struck(double probability, long seed) throws SQLException {
        List<Boolean> struck = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            source.inject(Fault.error("57014"), probability, seed);
            for (int i = 0; i < 1_000; i++) {
                try {
                    statement.execute("select 1");
                    struck.add(false);
                } catch (SQLException e) {
                    struck.add(true);
                }
            }
            source.clear();
        }
        return struck;
    }

    private static SQLException failure(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
            throw new IllegalStateException("the statement was answered");
        } catch (SQLException expected) {
            return expected;
        }
    }

    private void insert(int id) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into lead values (?)")) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
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
