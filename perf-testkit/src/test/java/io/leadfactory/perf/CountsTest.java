package io.leadfactory.perf;

import static io.leadfactory.perf.Perf.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leadfactory.perf.define.IsolationScenario;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.fault.Fault;
import io.leadfactory.perf.fault.FaultyDataSource;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.Measurement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Statements are counted from a scenario down to the database. */
class CountsTest {
    private final JdbcDataSource dataSource = new JdbcDataSource();

    @BeforeEach
    void createTable() throws SQLException {
        dataSource.setURL("jdbc:h2:mem:counts" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1");
        execute("create table lead (id bigint primary key)");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        execute("shutdown");
    }

    @Test
    void count_statements_isExactOnAnyMachine() {
        // readme:count
        FaultyDataSource counted = FaultyDataSource.around(dataSource);
        Measurement measurement = Perf.measure(Scenario.named("insert a lead")
                .operation(user -> insert(counted, user.iteration()))
                .count("statements", counted::statements)
                .count("connections-out", counted::connectionsOut)
                .warmUp(WarmUp.iterations(5))
                .iterations(20)
                .build());
        assertThat(measurement)
                .perOperation("statements")
                .isExactly(1)
                .inAll("connections-out")
                .isExactly(0);
        // end:count
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(
                        () -> assertThat(measurement).perOperation("statements").isExactly(2))
                .withMessageContaining("expected statements per operation at least: 2");
    }

    @Test
    void isolation_brokenDatabase_leavesTheBystanderAlone() {
        CountDownLatch failed = new CountDownLatch(1);
        FaultyDataSource billing = FaultyDataSource.around(dataSource);
        Operation search = () -> awaitTheFault(billing, failed);
        Operation bill = () -> insert(billing, System.identityHashCode(new Object()), failed);
        // readme:isolation
        IsolationMeasurement isolation = Perf.isolation(IsolationScenario.named("search while billing is down")
                .bystander(Scenario.named("search")
                        .operation(search)
                        .warmUp(WarmUp.none())
                        .iterations(400)
                        .build())
                .fault(() -> billing.inject(Fault.refused("08001")), billing::clear)
                .broken(bill)
                .build());
        Perf.judge(isolation, Limit.below(Metric.P95, Duration.ofSeconds(5)), Limit.atMost(Metric.ERRORS, 0))
                .assertPassed();
        // end:isolation
    }

    /** Goes on until the fault was seen, so that the test does not depend on the machine's speed. */
    private static void awaitTheFault(FaultyDataSource billing, CountDownLatch failed) throws InterruptedException {
        if (billing.fault().isPresent()) {
            failed.await();
        }
    }

    private static void insert(DataSource into, long id, CountDownLatch failed) throws SQLException {
        try {
            insert(into, id);
        } catch (SQLException refused) {
            failed.countDown();
            throw refused;
        }
    }

    private static void insert(DataSource into, long id) throws SQLException {
        try (Connection connection = into.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into lead values (?)")) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
