package io.leadfactory.audit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.record.EventIds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each access path reads its index in order, and no more of it than the page needs. */
@OnEveryDatabase
class AccessPathTest {
    private static final long FROM = 1L;
    private static final long UNTIL = 4_000_000_000_000_000L;

    private final DatabaseKind kind;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    AccessPathTest(io.leadfactory.audit.example.DatabaseKind kind) {
        this.kind = DatabaseKind.valueOf(kind.name());
        database.on(kind);
    }

    @BeforeEach
    void fill() throws IOException {
        for (AccessPath path : List.of(AccessPath.ACTOR, AccessPath.ACTION)) {
            if (!AccessPath.defaults(kind).contains(path)) {
                makeOptional(path);
            }
        }
        for (int actor = 0; actor < 10; actor++) {
            List<AuditEntry> entries = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                entries.add(AuditEntry.of("A" + i % 10, Subject.of("Lead", "" + i % 50)));
            }
            try (AuditContext.Scope scope = AuditContext.actor("actor " + actor).open()) {
                database.trail().recordAll(entries);
            }
        }
        if (kind != DatabaseKind.H2) {
            database.dataSource().execute(kind == DatabaseKind.POSTGRESQL ? "analyze" : "analyze table audit_event");
        }
    }

    @Test
    void plan_subject_readsItsIndexInOrder() {
        for (boolean oldestFirst : new boolean[] {false, true}) {
            assertOrderedBy("audit_event_subject", criteria("1", null, null, null, null, null, oldestFirst));
            assertOrderedBy("audit_event_subject", criteria("1", null, null, FROM, UNTIL, null, oldestFirst));
            assertOrderedBy("audit_event_subject", criteria("1", null, null, null, UNTIL, FROM + 1, oldestFirst));
        }
    }

    @Test
    void plan_actor_readsItsIndexInOrder() {
        for (boolean oldestFirst : new boolean[] {false, true}) {
            assertOrderedBy("audit_event_actor", criteria(null, "actor 1", null, null, null, null, oldestFirst));
            assertOrderedBy("audit_event_actor", criteria(null, "actor 1", null, FROM, UNTIL, UNTIL - 1, oldestFirst));
        }
    }

    @Test
    void plan_action_readsItsIndexInOrder() {
        for (boolean oldestFirst : new boolean[] {false, true}) {
            assertOrderedBy("audit_event_action", criteria(null, null, "A1", null, null, null, oldestFirst));
            assertOrderedBy("audit_event_action", criteria(null, null, "A1", FROM, UNTIL, UNTIL - 1, oldestFirst));
        }
    }

    @Test
    void plan_timeAlone_readsTheOptionalIndexInOrder() throws IOException {
        makeOptional(AccessPath.TIME);
        for (boolean oldestFirst : new boolean[] {false, true}) {
            assertOrderedBy("audit_event_time", criteria(null, null, null, null, UNTIL, null, oldestFirst));
        }
    }

    private void makeOptional(AccessPath path) throws IOException {
        String script = "/io/leadfactory/audit/optional/" + kind.name().toLowerCase(Locale.ROOT) + "/audit_event_"
                + path.name().toLowerCase(Locale.ROOT) + ".sql";
        try (InputStream sql = Objects.requireNonNull(AuditTable.class.getResourceAsStream(script))) {
            database.dataSource()
                    .execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8)
                            .strip()
                            .replaceFirst(";$", ""));
        }
    }

    private void assertOrderedBy(String index, Criteria criteria) {
        String plan = plan(criteria).toLowerCase(Locale.ROOT);
        assertThat(plan).contains(index);
        switch (kind) {
            case H2 -> assertThat(plan).contains("index sorted");
            case POSTGRESQL -> assertThat(plan).contains("index scan").doesNotContain("seq scan", "bitmap", "sort");
            default -> assertThat(plan).doesNotContain("filesort", "temporary");
        }
    }

    private static Criteria criteria(
            @Nullable String subjectId,
            @Nullable String actor,
            @Nullable String action,
            @Nullable Long from,
            @Nullable Long until,
            @Nullable Long position,
            boolean oldestFirst) {
        return new Criteria(
                subjectId == null ? null : "Lead",
                subjectId,
                actor,
                action,
                null,
                null,
                null,
                false,
                from,
                until,
                position == null ? null : EventIds.lowerBound(position),
                oldestFirst,
                10);
    }

    private String plan(Criteria criteria) {
        Selection selection = new Selection(criteria, kind);
        String sql = new JdbcEventReader(AuditTable.NAME, kind).page(selection);
        return database.factory()
                .fromSession(session -> session.doReturningWork(connection -> explain(connection, sql, selection)));
    }

    private static String explain(Connection connection, String sql, Selection selection) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement statement = connection.prepareStatement("explain " + sql)) {
            selection.bindPage(statement, 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        plan.append(rows.getString(i)).append(' ');
                    }
                    plan.append('\n');
                }
            }
        }
        return plan.toString();
    }
}
