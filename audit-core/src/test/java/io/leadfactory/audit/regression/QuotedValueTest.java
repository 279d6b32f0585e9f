package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditFailureListener;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The message of the driver, which quotes the row that it refuses, was in the cause of the trail's exception. */
@OnEveryDatabase
class QuotedValueTest {
    private static final AuditEntry ENTRY =
            AuditEntry.of("EXPORT", Subject.of("Lead", "1")).change("email", null, "secret@example.org");

    @RegisterExtension
    final TestDatabase database;

    private final List<AuditFailure> heard = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path folder = Path.of("");

    QuotedValueTest(DatabaseKind kind) {
        database = new TestDatabase(Lead.class, Company.class).on(kind);
    }

    @Test
    void commit_databaseRefusesTheRow_quotesNoValue() {
        refuseSecrets();
        requireSilent(catchThrowable(
                () -> database.inTransaction(session -> session.persist(new Lead(1, "secret@example.org")))));
    }

    @Test
    void record_databaseRefusesTheRow_quotesNoValue() {
        refuseSecrets();
        requireSilent(catchThrowable(() -> database.trail().record(ENTRY)));
    }

    @Test
    void commit_batchFailedAndSwallowed_quotesNoValue() {
        try (StatelessSession session = database.factory().openStatelessSession()) {
            session.beginTransaction();
            Lead tooLong = new Lead(2, "secret@example.org".repeat(100));
            assertThatThrownBy(() -> session.insertMultiple(List.of(new Lead(1, "a"), tooLong)))
                    .isInstanceOf(RuntimeException.class);
            Throwable refused = catchThrowable(() -> session.getTransaction().commit());
            // PostgreSQL commits nothing after a failure, and Hibernate knows.
            assertThat(refused == null).isEqualTo(database.kind() == DatabaseKind.POSTGRESQL);
            if (refused != null) {
                assertThat(trace(refused)).contains("message withheld").doesNotContain("secret");
            }
        }
    }

    @Test
    void replay_databaseRefusesTheRow_quotesNoValue() {
        refuseSecrets();
        Map<String, Object> settings = Map.of(
                "leadfactory.audit.failure-policy",
                "CONTINUE",
                "leadfactory.audit.spool",
                folder.toString(),
                "leadfactory.audit.failure-listener",
                (AuditFailureListener) heard::add);
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), settings, "none")) {
            AuditTrail trail = AuditTrail.of(factory);
            trail.record(ENTRY);
            factory.inTransaction(session -> session.persist(new Lead(1, "secret@example.org")));
            assertThat(trail.replay().isComplete()).isFalse();
        }
        assertThat(heard).isNotEmpty();
        assertThat(heard.toString()).doesNotContain("secret");
    }

    /** The refusal is that of a constraint on PostgreSQL, which quotes the row, and of a width on H2, which quotes the value. */
    private void refuseSecrets() {
        database.dataSource()
                .execute(
                        database.kind() == DatabaseKind.H2
                                ? "alter table audit_event alter column new_values varchar(10)"
                                : "alter table audit_event add constraint no_secrets check (new_values not like '%secret%')");
    }

    private static void requireSilent(Throwable refused) {
        assertThat(refused).isInstanceOf(AuditWriteException.class).hasCauseInstanceOf(SQLException.class);
        SQLException cause = (SQLException) Objects.requireNonNull(refused.getCause());
        assertThat(cause.getSQLState()).startsWith("2");
        assertThat(cause.getStackTrace()).isNotEmpty();
        assertThat(trace(refused))
                .contains("message withheld, since it may quote values")
                .containsPattern(
                        "Caused by: .*: [a-z0-9.]+\\.[A-Za-z0-9]*(SQL|Batch|Data)[A-Za-z]*Exception, SQL state 2")
                .doesNotContain("secret");
        assertThat(String.valueOf(cause.getNextException())).doesNotContain("secret");
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
