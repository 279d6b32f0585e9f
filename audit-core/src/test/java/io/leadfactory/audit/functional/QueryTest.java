package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.PageTokenException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.audit.query.PageToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final HandClock clock = new HandClock();

    @RegisterExtension
    final TestDatabase database = new TestDatabase().with("leadfactory.audit.clock", clock);

    @Test
    void find_pages_giveEveryEventOnceNewestFirst() {
        List<UUID> recorded = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            recorded.add(0, record("alice", "VIEWED", "Lead", "1"));
        }
        List<UUID> found = new ArrayList<>();
        AuditQuery query = AuditQuery.all().actor("alice").limit(10);
        AuditPage page = database.trail().find(query);
        found.addAll(ids(page));
        while (page.next().isPresent()) {
            record("alice", "VIEWED", "Lead", "late");
            PageToken token = PageToken.parse(page.next().get().toString());
            page = database.trail().find(query.after(token));
            found.addAll(ids(page));
        }
        assertThat(found).isEqualTo(recorded);
    }

    @Test
    void find_exactlyOnePage_hasNoNext() {
        for (int i = 0; i < 10; i++) {
            record("alice", "VIEWED", "Lead", "1");
        }
        assertThat(database.trail().history(Subject.of("Lead", "1"), 10).next()).isEmpty();
        assertThat(database.trail().history(Subject.of("Lead", "1"), 9).next()).isPresent();
    }

    @Test
    void find_timeRange_includesFromAndExcludesUntil() {
        UUID first = record("alice", "A", "Lead", "1");
        clock.now = START.plusSeconds(10);
        UUID second = record("alice", "A", "Lead", "1");
        clock.now = START.plusSeconds(20);
        record("alice", "A", "Lead", "1");
        AuditQuery range = AuditQuery.all().action("A").from(START).until(START.plusSeconds(20));
        assertThat(ids(database.trail().find(range))).containsExactly(second, first);
        assertThat(ids(database.trail().find(range.from(START.plusNanos(1))))).containsExactly(second);
        assertThat(ids(database.trail().find(range.until(START.plusNanos(1))))).containsExactly(first);
        assertThat(database.trail()
                        .find(range.from(Instant.MIN).until(Instant.MAX))
                        .events())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void find_randomConditions_agreesWithAFilter(long seed) {
        Random random = new Random(seed);
        String[] letters = {"a", "b", "c"};
        for (int i = 0; i < 120; i++) {
            clock.now = clock.now.plusMillis(random.nextInt(50));
            record(pick(random, letters), pick(random, letters), pick(random, letters), pick(random, letters));
        }
        List<AuditEvent> all =
                database.trail().find(AuditQuery.all().limit(1000)).events();
        assertThat(all).as("seed %s", seed).hasSize(120);
        for (int i = 0; i < 50; i++) {
            Optional<String> actor = maybe(random, letters);
            Optional<String> action = maybe(random, letters);
            Optional<String> type = maybe(random, letters);
            Instant from = START.plusMillis(random.nextInt(3000));
            Instant until = from.plusMillis(1 + random.nextInt(2000));
            int limit = 1 + random.nextInt(20);
            AuditQuery query = AuditQuery.all().from(from).until(until).limit(limit);
            query = actor.isPresent() ? query.actor(actor.get()) : query;
            query = action.isPresent() ? query.action(action.get()) : query;
            query = type.isPresent() ? query.subjectType(type.get()) : query;
            List<AuditEvent> expected = all.stream()
                    .filter(event -> actor.map(event.actor()::equals).orElse(true))
                    .filter(event -> action.map(event.action()::equals).orElse(true))
                    .filter(event -> type.map(event.subject().type()::equals).orElse(true))
                    .filter(event -> !event.occurredAt().isBefore(from)
                            && event.occurredAt().isBefore(until))
                    .toList();
            List<AuditEvent> found = new ArrayList<>();
            AuditPage page = database.trail().find(query);
            found.addAll(page.events());
            while (page.next().isPresent()) {
                page = database.trail().find(query.after(page.next().get()));
                found.addAll(page.events());
            }
            assertThat(found).as("seed %s, query %s", seed, i).isEqualTo(expected);
        }
    }

    @Test
    void find_event_hasAllThatWasRecorded() {
        clock.now = START.plusNanos(123_456_789);
        AuditContext context = AuditContext.actor("alice")
                .onBehalfOf("bob")
                .ip("::1")
                .userAgent("test")
                .requestId("r-1")
                .reason("why not")
                .attribute("tenant", "t")
                .attribute("none", null);
        try (AuditContext.Scope scope = context.open()) {
            database.trail()
                    .record(AuditEntry.of("BUDGET_STOP", Subject.of("Budget", "openai"))
                            .outcome(Outcome.DENIED)
                            .detail("left", "3.50")
                            .change("limit", "10", null));
        }
        AuditEvent event = database.trail().find(AuditQuery.all()).events().get(0);
        Origin origin = event.origin();
        assertThat(origin).isEqualTo(context.origin("nobody"));
        assertThat(event.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(event.subject()).isEqualTo(Subject.of("Budget", "openai"));
        assertThat(event.occurredAt()).isEqualTo(START.plusNanos(123_456_000));
        assertThat(event.details()).containsEntry("left", "3.50");
        assertThat(event.oldValues()).containsEntry("limit", "10");
        assertThat(event.newValues()).containsEntry("limit", null);
        assertThat(event.toString()).startsWith("BUDGET_STOP Budget#openai (").doesNotContain("alice");
        assertThat(event.step()).isZero();
    }

    @Test
    void find_tokenOfAnotherQuery_isRefused() {
        record("alice", "A", "Lead", "1");
        record("alice", "A", "Lead", "1");
        PageToken token = database.trail()
                .find(AuditQuery.all().actor("alice").limit(1))
                .next()
                .orElseThrow();
        assertThatThrownBy(() -> database.trail()
                        .find(AuditQuery.all().actor("bob").limit(1).after(token)))
                .isInstanceOf(PageTokenException.class)
                .hasMessageContaining("it belongs to a query with other conditions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not base 64!", "AAAA"})
    void parse_damagedToken_isRefused(String text) {
        assertThatThrownBy(() -> PageToken.parse(text))
                .isInstanceOf(PageTokenException.class)
                .hasMessageContaining("it is damaged");
    }

    @Test
    void query_badArguments_areRefused() {
        AuditQuery all = AuditQuery.all();
        assertThatThrownBy(() -> all.limit(0)).hasMessage("limit must be between 1 and 10000: 0");
        assertThatThrownBy(() -> all.limit(-3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> all.limit(10_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> database.trail().history(Subject.of("Lead", "1"), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> all.actor(" ")).hasMessage("actor must not be blank: \" \"");
        assertThatThrownBy(() -> all.action("")).hasMessage("action must not be blank: \"\"");
        assertThatThrownBy(() -> all.from(START).until(START)).hasMessageContaining("from must be before until");
        assertThatThrownBy(() -> all.until(START).from(START.plus(Duration.ofDays(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private UUID record(String actor, String action, String type, String id) {
        try (AuditContext.Scope scope = AuditContext.actor(actor).open()) {
            return database.trail().record(AuditEntry.of(action, Subject.of(type, id)));
        }
    }

    private static List<UUID> ids(AuditPage page) {
        return page.events().stream().map(AuditEvent::id).toList();
    }

    private static String pick(Random random, String[] letters) {
        return letters[random.nextInt(letters.length)];
    }

    private static Optional<String> maybe(Random random, String[] letters) {
        return random.nextBoolean() ? Optional.of(pick(random, letters)) : Optional.empty();
    }

    /** A clock that is set by hand. */
    private static final class HandClock extends Clock {
        private Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
