package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConcurrencyTest {
    private static final int WRITERS = 10;
    private static final int ROUNDS = 40;

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    private final ExecutorService pool = Executors.newFixedThreadPool(WRITERS + 1);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void writers_withRollbacks_keepEveryCommittedEventAndTheirActors() throws Exception {
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Future<Integer>> committed = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            committed.add(pool.submit(AuditContext.actor("writer " + writer).wrap(() -> {
                start.await();
                return write(writer);
            })));
        }
        // A verification beside the writers must raise no alarm.
        while (committed.stream().anyMatch(future -> !future.isDone())) {
            assertThat(database.trail().verify().findings()).isEmpty();
        }
        for (int w = 0; w < WRITERS; w++) {
            List<AuditEvent> events = database.trail()
                    .find(AuditQuery.all().actor("writer " + w).limit(1000))
                    .events();
            assertThat(events).hasSize(committed.get(w).get());
        }
        assertThat(database.trail().verify().lanes()).isBetween(1L, (long) WRITERS);
    }

    private int write(int writer) {
        Random random = new Random(writer);
        int committed = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long id = writer * 1000L + i;
            try (Session session = database.factory().openSession()) {
                session.beginTransaction();
                session.persist(new Lead(id, "a" + id));
                database.trail().record(session, AuditEntry.of("NOTED", Subject.of("Lead", "" + id)));
                if (random.nextInt(4) == 0) {
                    session.flush();
                    session.getTransaction().rollback();
                } else {
                    session.getTransaction().commit();
                    committed += 2;
                }
            }
        }
        return committed;
    }

    @Test
    void writer_anotherInItsCommit_doesNotWait() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<?> slow = pool.submit(() -> database.inTransaction(session -> {
            database.trail().record(session, AuditEntry.of("SLOW", Subject.of("Job", "1")));
            database.dataSource().beforeNextCommit(() -> {
                written.countDown();
                await(goOn);
            });
        }));
        written.await();
        // The slow writer holds its lane now, between its insert and its commit.
        database.trail().record(AuditEntry.of("FAST", Subject.of("Job", "2")));
        assertThat(all()).extracting(AuditEvent::action).containsExactly("FAST");
        goOn.countDown();
        slow.get();
        assertThat(all()).extracting(AuditEvent::action).containsExactlyInAnyOrder("SLOW", "FAST");
        assertThat(all()).extracting(AuditEvent::lane).doesNotHaveDuplicates();
    }

    private List<AuditEvent> all() {
        return database.trail().find(AuditQuery.all()).events();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
