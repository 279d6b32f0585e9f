package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A batch that failed, whose failure was swallowed, left events of rows that the database had not taken. */
@OnEveryDatabase
class FailedBatchCommittedTest {
    @RegisterExtension
    final TestDatabase database;

    FailedBatchCommittedTest(DatabaseKind kind) {
        database = new TestDatabase(Lead.class, Company.class).on(kind);
    }

    @Test
    void commit_batchFailedAndSwallowed_isRefused() {
        database.inTransaction(session -> session.persist(new Lead(2, "b")));
        try (StatelessSession session = database.factory().openStatelessSession()) {
            session.beginTransaction();
            assertThatThrownBy(() ->
                            session.insertMultiple(List.of(new Lead(1, "a"), new Lead(2, "taken"), new Lead(3, "c"))))
                    .isInstanceOf(RuntimeException.class);
            Throwable thrown = catchThrowable(() -> session.getTransaction().commit());
            if (thrown != null) {
                assertThat(thrown)
                        .isInstanceOf(AuditWriteException.class)
                        .hasMessageContaining("a JDBC batch of their transaction failed")
                        .hasMessageContaining("roll the transaction back")
                        .hasMessageNotContaining("taken");
            } else {
                // PostgreSQL commits nothing after a failure, and Hibernate knows.
                assertThat(database.kind()).isEqualTo(DatabaseKind.POSTGRESQL);
            }
        }
        database.inTransaction(session -> assertThat(
                        session.createSelectionQuery("from Lead", Lead.class).getResultList())
                .hasSize(1));
        assertThat(inserts()).extracting(event -> event.subject().id()).containsExactly("2");
    }

    @Test
    void commit_batchOfAnotherEntityFailed_keepsWhatIsKnown() {
        if (database.kind() == DatabaseKind.POSTGRESQL) {
            return;
        }
        try (StatelessSession session = database.factory().openStatelessSession()) {
            session.beginTransaction();
            session.insertMultiple(List.of(new Lead(1, "a"), new Lead(2, "b")));
            assertThatThrownBy(() -> session.insertMultiple(List.of(new Company(1, "a"), new Company(1, "b"))))
                    .isInstanceOf(RuntimeException.class);
            session.getTransaction().commit();
        }
        assertThat(inserts()).hasSize(2);
    }

    private List<AuditEvent> inserts() {
        return database.trail().find(AuditQuery.all().action("INSERT")).events();
    }
}
