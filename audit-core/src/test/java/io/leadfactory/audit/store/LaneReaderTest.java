package io.leadfactory.audit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.SealedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEveryDatabase
class LaneReaderTest {
    @RegisterExtension
    final TestDatabase database;

    private final AuditStore store;
    private final boolean hasReadOnlyTransactions;

    LaneReaderTest(io.leadfactory.audit.example.DatabaseKind kind) {
        database = new TestDatabase().on(kind);
        store = AuditStore.jdbc("audit_event", DatabaseKind.valueOf(kind.name()));
        hasReadOnlyTransactions = kind != io.leadfactory.audit.example.DatabaseKind.H2;
    }

    @Test
    void read_largeEvents_givesFewAtATimeAndAllInTheEnd() throws SQLException {
        AuditEntry large = AuditEntry.of("X", Subject.of("S", "1"));
        for (int i = 0; i < 60; i++) {
            large = large.detail("d" + i, "x".repeat(10_000));
        }
        List<AuditEntry> entries = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            entries.add(large);
        }
        database.trail().recordAll(entries);
        try (Connection connection = database.dataSource().getConnection()) {
            store.readLanes(connection, reader -> {
                long lane = reader.nextLane(Long.MIN_VALUE).orElseThrow();
                List<Long> numbers = new ArrayList<>();
                List<SealedEvent> page = reader.read(lane, Long.MIN_VALUE, 500);
                while (!page.isEmpty()) {
                    assertThat(page).hasSizeLessThanOrEqualTo(2);
                    page.forEach(event -> numbers.add(event.number()));
                    page = reader.read(lane, numbers.get(numbers.size() - 1) + 1, 500);
                }
                assertThat(numbers).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
                return null;
            });
        }
    }

    @Test
    void readLanes_cannotWriteAndLeavesTheConnectionAsItWas() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            store.readLanes(connection, reader -> {
                assertThat(reader.nextLane(Long.MIN_VALUE)).isEmpty();
                if (hasReadOnlyTransactions) {
                    assertThatThrownBy(() -> delete(connection)).hasMessageMatching("(?i).*read.only.*");
                }
                return null;
            });
            assertThat(connection.getAutoCommit()).isTrue();
            delete(connection);
        }
    }

    @Test
    void readLanes_inATransaction_leavesItOpen() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            delete(connection);
            store.readLanes(connection, reader -> reader.nextLane(Long.MIN_VALUE));
            assertThat(connection.getAutoCommit()).isFalse();
            connection.commit();
        }
    }

    private static int delete(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("delete from audit_event");
        }
    }
}
