package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.HandClock;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.export.ExportFormat;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.audit.query.AuditQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEveryDatabase
class StreamTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final HandClock clock = new HandClock(START);

    @RegisterExtension
    final TestDatabase database = new TestDatabase()
            .with("leadfactory.audit.clock", clock)
            .with("leadfactory.audit.indexes", "subject, actor, action");

    StreamTest(DatabaseKind kind) {
        database.on(kind);
    }

    @Test
    void stream_moreEventsThanAChunk_givesAllInOrder() {
        List<UUID> recorded = recordMany("alice", 1200);
        try (Stream<AuditEvent> byActor =
                        database.trail().stream(AuditQuery.all().actor("alice").oldestFirst());
                Stream<AuditEvent> all =
                        database.trail().stream(AuditQuery.all().oldestFirst())) {
            assertThat(byActor.map(AuditEvent::id)).containsExactlyElementsOf(recorded);
            assertThat(all.map(AuditEvent::id)).containsExactlyElementsOf(recorded);
        }
        Collections.reverse(recorded);
        try (Stream<AuditEvent> all = database.trail().stream(AuditQuery.all())) {
            assertThat(all.map(AuditEvent::id)).containsExactlyElementsOf(recorded);
        }
    }

    @Test
    void stream_withPageToken_goesOnFromThere() {
        recordMany("alice", 20);
        AuditQuery query = AuditQuery.all().limit(5);
        AuditPage first = database.trail().find(query);
        try (Stream<AuditEvent> rest =
                database.trail().stream(query.after(first.next().orElseThrow()))) {
            assertThat(rest).hasSize(15).doesNotContainAnyElementsOf(first.events());
        }
    }

    @Test
    void stream_closedEarlyOrReadToItsEnd_holdsNoConnection() {
        recordMany("alice", 1200);
        Stream<AuditEvent> closed = database.trail().stream(AuditQuery.all());
        closed.iterator().next();
        assertThat(database.dataSource().open()).isEqualTo(1);
        closed.close();
        assertThat(database.dataSource().open()).isZero();

        Iterator<AuditEvent> ended = database.trail().stream(AuditQuery.all()).iterator();
        while (ended.hasNext()) {
            ended.next();
        }
        assertThat(database.dataSource().open()).isZero();

        database.trail().stream(AuditQuery.all().actor("alice")).iterator().next();
        database.trail().stream(AuditQuery.all()).limit(0).forEach(event -> {});
        assertThat(database.dataSource().open()).isZero();
    }

    @Test
    void transaction_identifierOfOne_givesItsEventsInOrder() {
        recordMany("alice", 3);
        List<UUID> recorded = recordMany("bob", 700);
        recordMany("alice", 3);
        AuditEvent one = database.trail()
                .find(AuditQuery.all().actor("bob").limit(1))
                .events()
                .get(0);
        assertThat(database.trail().transaction(one.transactionId()).map(AuditEvent::id))
                .containsExactlyElementsOf(recorded);
        for (String wrong : List.of("", "x", "1-0", "-1-1", one.transactionId() + "0".repeat(19), "zzzzzzzzzzzzz-1")) {
            assertThatThrownBy(() -> database.trail().transaction(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("transaction id must be one that an event names: \"" + wrong + '"');
        }
        assertThat(database.trail().transaction("1-1")).isEmpty();
    }

    @Test
    void export_ofAQuery_writesALinePerEvent() throws IOException {
        recordMany("alice", 1200);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(database.trail().export(AuditQuery.all(), ExportFormat.NDJSON, out))
                .isEqualTo(1200);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1200);
        out.reset();
        database.trail().export(AuditQuery.all().actor("alice"), ExportFormat.CSV, out);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1201);
        assertThat(database.dataSource().open()).isZero();
    }

    @Test
    void find_sameMicrosecondInTwoProcesses_everyEventOnce() {
        try (SessionFactory other = database.open(List.of(), Map.of("leadfactory.audit.clock", clock), "none")) {
            List<UUID> recorded = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                // Each process counts on from the same instant, so each time is there twice.
                recorded.addAll(recordMany("alice", 3));
                recorded.addAll(record(AuditTrail.of(other), "alice", 3));
            }
            for (int limit = 1; limit <= 7; limit++) {
                for (AuditQuery query : List.of(
                        AuditQuery.all().limit(limit),
                        AuditQuery.all().actor("alice").limit(limit),
                        AuditQuery.all().action("A").oldestFirst().limit(limit))) {
                    assertThat(pages(query)).containsExactlyInAnyOrderElementsOf(recorded);
                }
            }
        }
    }

    @Test
    void find_pagesWhileOthersWrite_everyEarlierEventOnceAndNoneTwice() throws Exception {
        List<UUID> before = recordMany("alice", 300);
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            List<CompletableFuture<Void>> writing = IntStream.range(0, 2)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> IntStream.range(0, 100).forEach(n -> record(database.trail(), "alice", 2)), writers))
                    .toList();
            do {
                for (AuditQuery query : List.of(
                        AuditQuery.all().actor("alice").limit(20),
                        AuditQuery.all().limit(50),
                        AuditQuery.all().action("A").oldestFirst().limit(50))) {
                    assertThat(pages(query)).doesNotHaveDuplicates().containsAll(before);
                }
            } while (!writing.stream().allMatch(CompletableFuture::isDone));
            CompletableFuture.allOf(writing.toArray(CompletableFuture<?>[]::new))
                    .join();
        } finally {
            writers.shutdown();
        }
    }

    private List<UUID> pages(AuditQuery query) {
        AuditPage page = database.trail().find(query);
        List<UUID> found = new ArrayList<>();
        page.events().forEach(event -> found.add(event.id()));
        while (page.next().isPresent()) {
            page = database.trail().find(query.after(page.next().get()));
            page.events().forEach(event -> found.add(event.id()));
        }
        return found;
    }

    private List<UUID> recordMany(String actor, int count) {
        return record(database.trail(), actor, count);
    }

    private static List<UUID> record(AuditTrail trail, String actor, int count) {
        try (AuditContext.Scope scope = AuditContext.actor(actor).open()) {
            List<AuditEntry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                entries.add(AuditEntry.of("A", Subject.of("Lead", "" + i)).detail("n", "" + i));
            }
            return new ArrayList<>(trail.recordAll(entries));
        }
    }
}
