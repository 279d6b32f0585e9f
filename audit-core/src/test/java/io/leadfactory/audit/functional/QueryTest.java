package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditReadException;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.PageTokenException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.HandClock;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.audit.query.PageToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryDatabase
class QueryTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private static final String[] LETTERS = {"a", "b", "c"};
    /** Names that a careless search in the text would mix up. */
    private static final String[] ATTRIBUTES = {"name", "name%", "n_me", "first\"name", "a.name", "na\\me", "!"};

    private final HandClock clock = new HandClock(START);

    @RegisterExtension
    final TestDatabase database = new TestDatabase().with("leadfactory.audit.clock", clock);

    QueryTest(DatabaseKind kind) {
        database.on(kind);
    }

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
    void find_tokenOutsideTheRange_staysInTheRange() {
        List<UUID> recorded = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clock.set(START.plusSeconds(i));
            recorded.add(record("alice", "A", "Lead", "1"));
        }
        AuditQuery range = AuditQuery.all()
                .subject(Subject.of("Lead", "1"))
                .from(START.plusSeconds(2))
                .until(START.plusSeconds(3));
        List<AuditEvent> events =
                database.trail().history(Subject.of("Lead", "1"), 10).events();
        AuditEvent late = events.get(0);
        AuditEvent early = events.get(4);
        UUID inRange = recorded.get(2);
        assertThat(ids(database.trail().find(range.after(late)))).containsExactly(inRange);
        assertThat(ids(database.trail().find(range.after(early)))).isEmpty();
        assertThat(ids(database.trail().find(range.oldestFirst().after(early)))).containsExactly(inRange);
        assertThat(ids(database.trail().find(range.oldestFirst().after(late)))).isEmpty();
    }

    @Test
    void find_eventMovedInTime_endsInsteadOfGoingInCircles() {
        for (int i = 0; i < 4; i++) {
            clock.set(START.plusSeconds(10L * i));
            record("alice", "A", "Lead", "" + i);
        }
        database.expectTampering();
        Instant moved = START.plusSeconds(15);
        database.dataSource()
                .execute("update audit_event set occurred_at = '"
                        + moved.toString().substring(0, 19).replace('T', ' ') + "' where subject_id = '0'");
        assertThatThrownBy(() -> {
                    AuditQuery query =
                            AuditQuery.all().action("A").oldestFirst().limit(1);
                    AuditPage page = database.trail().find(query);
                    for (int i = 0; i < 10; i++) {
                        page = database.trail().find(query.after(page.next().orElseThrow()));
                    }
                })
                .isInstanceOf(AuditReadException.class)
                .hasMessageContaining("verify the trail");
    }

    @Test
    void summarize_withAPageToken_countsFromTheStart() {
        for (int i = 0; i < 5; i++) {
            record("alice", "A", "Lead", "1");
        }
        AuditQuery query = AuditQuery.all().limit(2);
        PageToken token = database.trail().find(query).next().orElseThrow();
        assertThat(database.trail().summarize(query.after(token)).events()).isEqualTo(5);
        assertThat(database.trail().summarize(query.actor("alice").after(token)).events())
                .isEqualTo(5);
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
        clock.set(START.plusSeconds(10));
        UUID second = record("alice", "A", "Lead", "1");
        clock.set(START.plusSeconds(20));
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
    @ValueSource(longs = {1, 2, 3})
    void find_randomConditions_agreesWithAFilter(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 120; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(50)));
            recordAny(random);
        }
        List<AuditEvent> all =
                database.trail().find(AuditQuery.all().limit(1000)).events();
        assertThat(all).as("seed %s", seed).hasSize(120);
        for (int i = 0; i < 40; i++) {
            Conditions conditions = Conditions.any(random);
            List<AuditEvent> expected = new ArrayList<>(all);
            expected.removeIf(conditions.filter().negate());
            if (conditions.oldestFirst()) {
                Collections.reverse(expected);
            }
            AuditQuery query = conditions.query().limit(1 + random.nextInt(20));
            assertThat(pages(query)).as("seed %s, query %s", seed, i).isEqualTo(expected);
            try (Stream<AuditEvent> stream = database.trail().stream(query)) {
                assertThat(stream).as("seed %s, stream %s", seed, i).containsExactlyElementsOf(expected);
            }
            assertThat(database.trail().summarize(query).events())
                    .as("seed %s, summary %s", seed, i)
                    .isEqualTo(expected.size());
        }
    }

    private List<AuditEvent> pages(AuditQuery query) {
        AuditPage page = database.trail().find(query);
        List<AuditEvent> found = new ArrayList<>(page.events());
        while (page.next().isPresent()) {
            page = database.trail().find(query.after(page.next().get()));
            assertThat(page.events()).isNotEmpty();
            found.addAll(page.events());
        }
        return found;
    }

    private void recordAny(Random random) {
        AuditContext context = AuditContext.actor(pick(random, LETTERS)).requestId("r" + pick(random, LETTERS));
        try (AuditContext.Scope scope = context.open()) {
            AuditEntry entry = AuditEntry.of(
                            random.nextBoolean() ? "CHANGED" : pick(random, LETTERS),
                            Subject.of(pick(random, LETTERS), pick(random, LETTERS)))
                    .outcome(random.nextInt(4) == 0 ? Outcome.FAILED : Outcome.SUCCESS);
            for (String name : ATTRIBUTES) {
                if (random.nextInt(3) == 0) {
                    entry = entry.change(name, pick(random, ATTRIBUTES), pick(random, ATTRIBUTES));
                }
            }
            database.trail().record(entry);
        }
    }

    /** Conditions as a query, and as a filter in memory. */
    private record Conditions(AuditQuery query, Predicate<AuditEvent> filter, boolean oldestFirst) {

        static Conditions any(Random random) {
            Instant from = START.plusMillis(random.nextInt(3000));
            Instant until = from.plusMillis(1 + random.nextInt(2000));
            Conditions any = new Conditions(AuditQuery.all(), event -> true, false)
                    .and(
                            random.nextBoolean(),
                            query -> query.from(from).until(until),
                            event -> !event.occurredAt().isBefore(from)
                                    && event.occurredAt().isBefore(until));
            String actor = pick(random, LETTERS);
            String action = pick(random, LETTERS);
            String type = pick(random, LETTERS);
            String id = pick(random, LETTERS);
            String request = "r" + pick(random, LETTERS);
            String name = pick(random, ATTRIBUTES);
            boolean oldestFirst = random.nextBoolean();
            any = any.and(
                            random.nextInt(3) == 0,
                            q -> q.actor(actor),
                            e -> e.actor().equals(actor))
                    .and(
                            random.nextInt(3) == 0,
                            q -> q.action(action),
                            e -> e.action().equals(action))
                    .and(
                            random.nextInt(3) == 0,
                            q -> q.subjectType(type),
                            e -> e.subject().type().equals(type))
                    .and(
                            random.nextInt(3) == 0,
                            q -> q.requestId(request),
                            e -> request.equals(e.origin().requestId()))
                    .and(
                            random.nextInt(3) == 0,
                            q -> q.attribute(name),
                            e -> e.oldValues().containsKey(name)
                                    || e.newValues().containsKey(name))
                    .and(random.nextInt(3) == 0, q -> q.outcome(Outcome.FAILED), e -> e.outcome() == Outcome.FAILED)
                    .and(
                            random.nextInt(4) == 0,
                            AuditQuery::changesOnly,
                            e -> e.action().equals("UPDATE") && e.outcome() == Outcome.SUCCESS);
            Subject subject = Subject.of(type, id);
            any = any.and(
                    random.nextInt(3) == 0,
                    q -> q.subject(subject),
                    e -> e.subject().equals(subject));
            return new Conditions(oldestFirst ? any.query.oldestFirst() : any.query, any.filter, oldestFirst);
        }

        private Conditions and(boolean wanted, UnaryOperator<AuditQuery> condition, Predicate<AuditEvent> test) {
            return wanted ? new Conditions(condition.apply(query), filter.and(test), false) : this;
        }
    }

    @Test
    void find_event_hasAllThatWasRecorded() {
        clock.set(START.plusNanos(123_456_789));
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
}
