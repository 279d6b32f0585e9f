package io.leadfactory.audit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.record.EventIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessPathTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void plan_eachAccessPath_readsItsIndexInOrder() {
        List<AuditEntry> entries = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            entries.add(AuditEntry.of("A" + i % 3, Subject.of("Lead", "" + i % 50)));
        }
        database.trail().recordAll(entries);
        var from = EventIds.lowerBound(0);
        var until = EventIds.lowerBound(4_000_000_000_000_000L);
        assertThat(plan(new Criteria("Lead", "1", null, null, null, null, 10)))
                .contains("AUDIT_EVENT_SUBJECT", "index sorted");
        assertThat(plan(new Criteria("Lead", "1", null, null, null, until, 10)))
                .contains("AUDIT_EVENT_SUBJECT", "index sorted");
        assertThat(plan(new Criteria(null, null, "system", null, from, until, 10)))
                .contains("AUDIT_EVENT_ACTOR", "index sorted");
        assertThat(plan(new Criteria(null, null, null, "A1", from, until, 10)))
                .contains("AUDIT_EVENT_ACTION", "index sorted");
        assertThat(plan(new Criteria("Lead", null, "system", "A1", from, until, 10)))
                .contains("index sorted");
    }

    private String plan(Criteria criteria) {
        List<Object> arguments = new ArrayList<>();
        String sql = new JdbcAuditStore(AuditTable.NAME, DatabaseKind.H2).select(criteria, arguments);
        return database.factory()
                .fromSession(session -> session.doReturningWork(connection -> explain(connection, sql, arguments)));
    }

    private static String explain(Connection connection, String sql, List<Object> arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("explain " + sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setObject(i + 1, arguments.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
