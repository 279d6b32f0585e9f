package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Intruder;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.Finding;
import io.leadfactory.audit.query.AuditQuery;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A write that failed after the transaction's first one, in the hands of somebody who swallowed the failure, left a lane
 * that went on behind events that are not there: an honest history with a defect.
 */
class LateWriteFailureTest {
    private static final AuditEntry ENTRY = AuditEntry.of("X", Subject.of("Lead", "1"));

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void commit_lateWriteFailedAndSwallowed_leavesTheLane() {
        database.expectTampering();
        database.trail().record(ENTRY);
        try (Session session = database.factory().openSession()) {
            session.beginTransaction();
            database.trail().record(session, ENTRY);
            session.unwrap(SharedSessionContractImplementor.class)
                    .getTransactionCoordinator()
                    .addObserver(new Late(session));
            session.getTransaction().commit();
        }
        database.trail().record(ENTRY);
        database.trail().record(ENTRY);
        assertThat(database.trail().find(AuditQuery.all()).events())
                .extracting(AuditEvent::number)
                .containsExactlyInAnyOrder(1L, 2L, 3L, 1L, 2L);
        // The intruder's own row is all that is wrong.
        assertThat(database.trail().verify().findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.EDITED);
    }

    /** Records after the batch was written, twice, while the number after the batch is taken, and swallows both failures. */
    private final class Late implements TransactionObserver {
        private final Session session;

        Late(Session session) {
            this.session = session;
        }

        @Override
        public void afterBegin() {}

        @Override
        public void beforeCompletion() {
            Intruder.append(database.dataSource(), 2);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> database.trail().record(session, ENTRY))
                        .isInstanceOf(AuditWriteException.class);
            }
        }

        @Override
        public void afterCompletion(boolean successful, boolean delayed) {}
    }
}
