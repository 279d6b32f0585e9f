package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Intruder;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each edge of the table in the documentation of the lanes, on a lane that has one committed event. */
@OnEveryDatabase
class LaneLifeTest {
    @RegisterExtension
    final TestDatabase database;

    private long lane;

    LaneLifeTest(DatabaseKind kind) {
        // A failed attempt is an event too, and would take a lane of its own.
        database =
                new TestDatabase(Lead.class, Company.class).on(kind).with("leadfactory.audit.failed-attempts", false);
    }

    @BeforeEach
    void commitOne() {
        record("FIRST");
        lane = find("FIRST").lane();
    }

    @Test
    void committed_goesOnBehind() {
        record("SECOND");
        assertThat(places()).containsExactly("FIRST 1", "SECOND 2");
    }

    @Test
    void rolledBackBeforeTheBatch_goesOnBehindTheLastCommit() {
        try (Session session = database.factory().openSession()) {
            session.beginTransaction();
            database.trail().record(session, entry("LOST"));
            session.getTransaction().rollback();
        }
        record("SECOND");
        assertThat(places()).containsExactly("FIRST 1", "SECOND 2");
    }

    @Test
    void writeFailedAndRolledBack_goesOnWithTheSameNumber() {
        database.dataSource().execute("alter table audit_event rename to gone");
        assertThatThrownBy(() -> record("LOST")).isInstanceOf(AuditWriteException.class);
        database.dataSource().execute("alter table gone rename to audit_event");
        record("SECOND");
        assertThat(places()).containsExactly("FIRST 1", "SECOND 2");
    }

    @Test
    void acknowledgementLost_isRetiredWithItsEvents() {
        database.dataSource().loseNextCommit();
        assertThatThrownBy(() -> record("DOUBTFUL")).isInstanceOf(RuntimeException.class);
        record("SECOND");
        record("THIRD");
        assertThat(places()).containsExactly("FIRST 1", "DOUBTFUL 2", "SECOND 1 elsewhere", "THIRD 2 elsewhere");
    }

    @Test
    void commitFailed_isRetiredWithoutThem() {
        database.dataSource().beforeNextCommit(() -> sneak(new SQLException("connection lost", "08006")));
        assertThatThrownBy(() -> record("LOST")).isInstanceOf(RuntimeException.class);
        record("SECOND");
        assertThat(places()).containsExactly("FIRST 1", "SECOND 1 elsewhere");
    }

    @Test
    void numberTaken_isRetired() {
        database.expectTampering();
        Intruder.append(database.dataSource(), 1);
        assertThatThrownBy(() -> record("LOST"))
                .isInstanceOf(AuditWriteException.class)
                .hasMessageContaining("another writer took a number of their lane");
        record("SECOND");
        assertThat(places()).containsExactly("FIRST 1", "FIRST 2", "SECOND 1 elsewhere");
    }

    @Test
    void sessionClosedInItsTransaction_goesOnBehindTheLastCommit() {
        try (Session session = database.factory().openSession()) {
            session.beginTransaction();
            database.trail().record(session, entry("LOST"));
        }
        record("SECOND");
        assertThat(places()).containsExactly("FIRST 1", "SECOND 2");
    }

    @Test
    void deadlockVictim_neverHadALane() throws Exception {
        database.inTransaction(session -> {
            session.persist(new Lead(1, "a"));
            session.persist(new Lead(2, "b"));
        });
        CyclicBarrier bothHaveOne = new CyclicBarrier(2);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> ends = List.of(
                    pool.submit(() -> lockBoth(1, 2, bothHaveOne)), pool.submit(() -> lockBoth(2, 1, bothHaveOne)));
            int committed = 0;
            for (Future<Boolean> end : ends) {
                committed += end.get() ? 1 : 0;
            }
            assertThat(committed).isLessThan(2);
            record("LAST");
            // Two inserts, and two updates of each transaction that lived.
            assertThat(find("LAST").number()).isEqualTo(1 + 2 + 2L * committed + 1);
            assertThat(find("LAST").lane()).isEqualTo(lane);
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean lockBoth(long one, long other, CyclicBarrier bothHaveOne) {
        try (Session session = database.factory().openSession()) {
            session.beginTransaction();
            try {
                session.find(Lead.class, one, LockMode.PESSIMISTIC_WRITE).email = "locked first";
                await(bothHaveOne);
                session.find(Lead.class, other, LockMode.PESSIMISTIC_WRITE).email = "locked second";
                session.getTransaction().commit();
                return true;
            } catch (PersistenceException e) {
                session.getTransaction().rollback();
                return false;
            }
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private void record(String action) {
        database.trail().record(entry(action));
    }

    private static AuditEntry entry(String action) {
        return AuditEntry.of(action, Subject.of("Job", "1"));
    }

    private AuditEvent find(String action) {
        return database.trail().find(AuditQuery.all().action(action)).events().get(0);
    }

    /** Action, number and, unless it is the first event's lane, that it is another; in the order of time and number. */
    private List<String> places() {
        List<AuditEvent> events =
                new ArrayList<>(database.trail().find(AuditQuery.all()).events());
        events.sort((a, b) -> a.occurredAt().equals(b.occurredAt())
                ? Long.compare(a.number(), b.number())
                : a.occurredAt().compareTo(b.occurredAt()));
        return events.stream()
                .map(event -> event.action() + ' ' + event.number() + (event.lane() == lane ? "" : " elsewhere"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception exception) throws E {
        throw (E) exception;
    }
}
