package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.context.BulkMode;
import io.leadfactory.audit.context.Suppression;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.HandClock;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.history.AttributeValue;
import io.leadfactory.audit.history.EntityState;
import io.leadfactory.audit.history.EntityState.Existence;
import io.leadfactory.audit.history.RevertSuggestion;
import io.leadfactory.audit.history.RevertSuggestion.Step;
import io.leadfactory.audit.history.StateDifference;
import io.leadfactory.audit.history.StateDifference.ValueChange;
import io.leadfactory.audit.history.SubjectHistory;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.audit.query.TrailSummary;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryDatabase
class HistoryTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Subject LEAD = Subject.of("Lead", "1");

    private final HandClock clock = new HandClock(START);

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class).with("leadfactory.audit.clock", clock);

    HistoryTest(DatabaseKind kind) {
        database.on(kind);
    }

    @Test
    void stateAt_eachInstantOfALife_isWhatWasThen() {
        at(10, () -> persist("a"));
        at(20, () -> change(lead -> lead.email = "b"));
        at(30, this::view);
        at(40, this::remove);
        SubjectHistory history = database.trail().subject(LEAD);

        EntityState before = history.stateAt(second(9));
        assertThat(before.existence()).isEqualTo(Existence.ABSENT);
        assertThat(before.values()).isEmpty();
        assertThat(before.latest()).isEmpty();
        assertThat(history.stateAt(second(10)).values()).containsEntry("email", "a");
        assertThat(history.stateAt(second(20).minusNanos(1)).values()).containsEntry("email", "a");
        EntityState changed = history.stateAt(second(35));
        assertThat(changed.values()).containsEntry("email", "b").containsEntry("status", "NEW");
        assertThat(changed.complete()).isTrue();
        assertThat(changed.latest()).map(AuditEvent::action).contains("UPDATE");
        assertThat(history.stateAt(second(40)).existence()).isEqualTo(Existence.ABSENT);
        assertThat(history.stateAt(Instant.MAX).existence()).isEqualTo(Existence.ABSENT);
        assertThat(history.stateAt(Instant.MIN).existence()).isEqualTo(Existence.ABSENT);
        assertThat(database.trail()
                        .subject(Subject.of("Lead", "2"))
                        .stateAt(second(35))
                        .existence())
                .isEqualTo(Existence.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"all\":[1]}", "{\"added\":[\"x\"]}", "{\"removed\":{},\"city\":\"x\"}", "{\"all\":\"x\"}"})
    void stateAt_textThatReadsLikeACollection_isTheText(String text) {
        at(10, () -> persist(text));
        at(20, () -> change(lead -> lead.email = "b"));
        at(30, () -> change(lead -> lead.email = text));
        at(40, this::remove);
        SubjectHistory history = database.trail().subject(LEAD);
        assertThat(history.stateAt(second(10)).values()).containsEntry("email", text);
        assertThat(history.stateAt(second(30)).values()).containsEntry("email", text);
        assertThat(history.stateAt(second(30)).isCertain()).isTrue();
        try (Stream<AttributeValue> emails = history.values("email")) {
            assertThat(emails.map(AttributeValue::text)).containsExactly(text, "b", text, null);
        }
        List<AuditEvent> events = database.trail().history(LEAD, 10).events();
        assertThat(history.revert(events.get(0)).values()).containsEntry("email", text);
        assertThat(history.revert(events.get(1)).values()).isEqualTo(Map.of("email", "b"));
        assertThat(history.revert(events.get(2)).values()).isEqualTo(Map.of("email", text));
    }

    @Test
    void difference_acrossABulkStatement_isNotCertainlyEmpty() {
        at(10, () -> persist("a"));
        at(20, () -> update("update Lead set email = 'b'"));
        SubjectHistory history = database.trail().subject(LEAD);
        assertThat(history.difference(second(11), second(15)).isEmpty()).isTrue();
        assertThat(history.difference(second(15), second(25)).isEmpty()).isFalse();
        assertThat(history.difference(second(25), second(35)).isEmpty()).isTrue();
        at(40, () -> change(lead -> lead.email = "a"));
        assertThat(history.difference(second(25), second(45)).isEmpty()).isFalse();
        SubjectHistory nobody = database.trail().subject(Subject.of("Lead", "2"));
        assertThat(nobody.difference(second(15), second(25)).isEmpty()).isFalse();
    }

    @Test
    void stateAt_behindAStatementThatInserts_mayBeThereAgain() {
        at(10, () -> persist("a"));
        at(20, this::remove);
        at(30, () -> {
            try (Suppression suppression = database.trail().suppress("import")) {
                persist("b");
            }
        });
        SubjectHistory history = database.trail().subject(LEAD);
        assertThat(history.stateAt(second(25)).isCertain()).isTrue();
        EntityState inserted = history.stateAt(second(35));
        assertThat(inserted.isCertain()).isFalse();
        assertThat(inserted.statement()).map(AuditEvent::action).contains("SUPPRESSED");
    }

    @Test
    void revert_erasedEvent_isNotClean() {
        at(10, () -> persist("a"));
        at(20, () -> change(lead -> lead.email = "b"));
        String digest = "0".repeat(64);
        database.expectTampering();
        database.dataSource()
                .execute("update audit_event set old_values = null, new_values = null, salt = null, payload_digest = "
                        + (database.kind() == DatabaseKind.POSTGRESQL ? "'\\x" : "x'") + digest + "'"
                        + " where action = 'UPDATE'");
        SubjectHistory history = database.trail().subject(LEAD);
        assertThat(history.stateAt(second(25)).isCertain()).isFalse();
        assertThat(history.stateAt(second(25)).values()).isEmpty();
        AuditEvent erased = database.trail().history(LEAD, 1).events().get(0);
        assertThat(history.revert(erased).isClean()).isFalse();
    }

    @Test
    void stateAt_behindABulkStatement_saysThatItMayHaveChanged() {
        at(10, () -> persist("a"));
        at(20, () -> update("update Lead set email = 'b'"));
        SubjectHistory history = database.trail().subject(LEAD);
        assertThat(history.stateAt(second(15)).isCertain()).isTrue();
        EntityState overtaken = history.stateAt(second(25));
        assertThat(overtaken.isCertain()).isFalse();
        assertThat(overtaken.statement()).map(AuditEvent::action).contains("BULK_UPDATE");
        at(30, () -> {
            try (BulkMode.Scope rows = BulkMode.ROWS.open()) {
                update("update Lead set email = 'c'");
            }
        });
        assertThat(history.stateAt(second(31)).values()).containsEntry("email", "c");
        at(
                40,
                () -> database.factory().inStatelessTransaction(session -> {
                    session.update(session.get(Lead.class, 1L));
                }));
        assertThat(history.stateAt(second(40)).isCertain()).isTrue();
    }

    private void update(String hql) {
        database.inTransaction(session -> session.createMutationQuery(hql).executeUpdate());
    }

    @Test
    void stateAt_entryAboutAllOfTheType_isNoStatement() {
        at(10, () -> persist("a"));
        at(20, () -> database.trail().record(AuditEntry.of("EXPORT", Subject.of("Lead", "*"))));
        assertThat(database.trail().subject(LEAD).stateAt(second(30)).isCertain())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT",
                "UPDATE",
                "DELETE",
                "UPSERT",
                "TRANSACTION",
                "SUPPRESSED",
                "BULK_UPDATE",
                "BULK_OTHER",
                "NATIVE_MERGE"
            })
    void record_actionOfTheTrailItself_isRefused(String action) {
        at(10, () -> persist("a"));
        AuditEntry entry = AuditEntry.of(action, LEAD).change("email", "a", "forged");
        String refusal = "action must not be one that the trail itself records: \"" + action
                + "\" of Lead#1 would be taken for a change that Hibernate made; choose another word";
        assertThatThrownBy(() -> database.trail().record(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refusal);
        assertThatThrownBy(
                        () -> database.inTransaction(session -> database.trail().record(session, entry)))
                .hasMessage(refusal);
        SubjectHistory history = database.trail().subject(LEAD);
        assertThat(history.stateAt(second(20)).values()).containsEntry("email", "a");
    }

    @Test
    void stateAt_thousandVersions_readsFewPages() {
        at(10, () -> persist("a"));
        at(
                20,
                () -> database.inTransaction(session -> {
                    Lead lead = session.find(Lead.class, 1L);
                    for (int i = 1; i < 1000; i++) {
                        lead.email = "v" + i;
                        session.flush();
                    }
                }));
        database.dataSource().drain();
        EntityState state = database.trail().subject(LEAD).stateAt(second(30));
        assertThat(state.values()).containsEntry("email", "v999").containsEntry("status", "NEW");
        assertThat(database.dataSource().drain()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void difference_twoInstants_namesWhatChangedInTheEnd() {
        at(10, () -> persist("a"));
        at(20, () -> change(lead -> lead.email = "b"));
        at(
                30,
                () -> change(lead -> {
                    lead.email = "a";
                    lead.score = new BigDecimal("1.50");
                }));
        SubjectHistory history = database.trail().subject(LEAD);
        StateDifference difference = history.difference(second(10), second(30));
        assertThat(difference.changes()).isEqualTo(Map.of("score", new ValueChange(null, "1.50")));
        assertThat(history.difference(second(11), second(12)).changes()).isEmpty();
        assertThat(history.difference(second(1), second(10)).changes())
                .containsEntry("email", new ValueChange(null, "a"))
                .doesNotContainKey("score");
        assertThatThrownBy(() -> history.difference(second(30), second(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("from must not be after to: 2026-03-01T00:00:30Z is after");
    }

    @Test
    void values_attributeOverTime_leavesOutWhatRepeats() {
        at(10, () -> persist("a"));
        at(20, () -> change(lead -> lead.email = "b"));
        at(25, () -> change(lead -> lead.manual = true));
        at(30, () -> change(lead -> lead.email = null));
        at(40, this::remove);
        at(50, () -> persist("a"));
        assertThat(values("email"))
                .containsExactly("10 VALUE a", "20 VALUE b", "30 VALUE null", "40 DELETED null", "50 VALUE a");
        assertThat(values("nothing")).isEmpty();
    }

    @Test
    void revert_update_givesOldValuesAndConflicts() {
        at(10, () -> persist("a"));
        at(
                20,
                () -> change(lead -> {
                    lead.email = "b";
                    lead.manual = true;
                }));
        at(30, () -> change(lead -> lead.score = BigDecimal.ONE));
        AuditEvent update = event(20);
        RevertSuggestion clean = database.trail().revert(update);
        assertThat(clean.step()).isEqualTo(Step.UPDATE);
        assertThat(clean.values()).containsOnly(Map.entry("email", "a"), Map.entry("manual", "false"));
        assertThat(clean.isClean()).isTrue();
        at(40, () -> change(lead -> lead.email = "c"));
        assertThat(database.trail().revert(update).conflicts()).containsExactly(event(40));
        assertThat(database.trail().revert(event(10)).step()).isEqualTo(Step.DELETE);
        assertThat(database.trail().revert(event(10)).conflicts()).hasSize(3);
    }

    @Test
    void revert_statelessUpdate_takesOldValuesFromTheStateBefore() {
        at(10, () -> persist("a"));
        at(
                20,
                () -> database.factory().inStatelessTransaction(session -> {
                    Lead lead = session.get(Lead.class, 1L);
                    lead.email = "b";
                    session.update(lead);
                }));
        RevertSuggestion suggestion = database.trail().revert(event(20));
        assertThat(suggestion.values()).containsEntry("email", "a").doesNotContainKey("status");
    }

    @Test
    void event_byIdentifier_isFoundForItsSubjectOnly() {
        at(10, () -> persist("a"));
        AuditEvent insert = event(10);
        assertThat(database.trail().subject(LEAD).event(insert.id())).contains(insert);
        assertThat(database.trail().subject(Subject.of("Lead", "2")).event(insert.id()))
                .isEmpty();
        assertThat(database.trail().subject(LEAD).event(UUID.randomUUID())).isEmpty();
    }

    @Test
    void summarize_subject_countsActionsAndActors() {
        at(10, () -> persist("a"));
        at(20, () -> change(lead -> lead.email = "b"));
        at(30, () -> change(lead -> lead.email = "c"));
        at(40, this::view);
        TrailSummary summary =
                database.trail().summarize(AuditQuery.all().subject(LEAD).limit(1));
        assertThat(summary.events()).isEqualTo(4);
        assertThat(summary.byAction()).isEqualTo(Map.of("INSERT", 1L, "UPDATE", 2L, "VIEWED", 1L));
        assertThat(summary.first()).contains(second(10));
        assertThat(summary.last()).contains(second(40));
        assertThat(summary.distinctActors()).isEqualTo(1);
        assertThat(summary.actors()).containsExactly("system");
        TrailSummary none = database.trail().summarize(AuditQuery.all().actor("nobody"));
        assertThat(none).isEqualTo(new TrailSummary(0, Map.of(), none.first(), none.last(), 0, List.of()));
        assertThat(none.first()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stateAt_randomLife_isTheReplay(long seed) {
        Random random = new Random(seed);
        NavigableMap<Integer, Map<String, @Nullable String>> replay = new TreeMap<>();
        replay.put(0, Map.of());
        boolean present = false;
        for (int second = 1; second <= 80; second++) {
            Map<String, @Nullable String> state =
                    new LinkedHashMap<>(replay.lastEntry().getValue());
            if (!present) {
                String email = "e" + random.nextInt(9);
                at(second, () -> persist(email));
                state = new LinkedHashMap<>(Map.of("email", email, "manual", "false"));
                state.put("score", null);
                present = true;
            } else if (random.nextInt(12) == 0) {
                at(second, this::remove);
                state = Map.of();
                present = false;
            } else if (random.nextInt(3) == 0) {
                at(second, this::view);
            } else {
                boolean manual = random.nextBoolean();
                BigDecimal score = random.nextBoolean() ? null : new BigDecimal(random.nextInt(9) + ".00");
                boolean stateless = random.nextInt(4) == 0;
                at(
                        second,
                        () -> change(stateless, lead -> {
                            lead.manual = manual;
                            lead.score = score;
                        }));
                state.put("manual", "" + manual);
                state.put("score", score == null ? null : score.toString());
            }
            replay.put(second, state);
        }
        SubjectHistory history = database.trail().subject(LEAD);
        for (int second = 0; second <= 80; second++) {
            EntityState state = history.stateAt(second(second).plusNanos(random.nextInt(900_000_000)));
            Map<String, @Nullable String> expected = replay.getOrDefault(second, Map.of());
            assertThat(state.isPresent()).as("seed %s, second %s", seed, second).isEqualTo(!expected.isEmpty());
            assertThat(state.values()).as("seed %s, second %s", seed, second).containsAllEntriesOf(expected);
        }
    }

    private void persist(String email) {
        database.inTransaction(session -> session.persist(new Lead(1, email)));
    }

    private void change(Consumer<Lead> change) {
        change(false, change);
    }

    private void change(boolean stateless, Consumer<Lead> change) {
        if (stateless) {
            database.factory().inStatelessTransaction(session -> {
                Lead lead = session.get(Lead.class, 1L);
                change.accept(lead);
                session.update(lead);
            });
        } else {
            database.inTransaction(session -> change.accept(session.find(Lead.class, 1L)));
        }
    }

    private void remove() {
        database.inTransaction(session -> session.remove(session.find(Lead.class, 1L)));
    }

    private void view() {
        database.trail().record(AuditEntry.of("VIEWED", LEAD).change("email", "x", "y"));
    }

    private void at(int second, Runnable work) {
        clock.set(second(second));
        work.run();
    }

    private static Instant second(int second) {
        return START.plus(Duration.ofSeconds(second));
    }

    private AuditEvent event(int second) {
        return database.trail()
                .find(AuditQuery.all().subject(LEAD).from(second(second)).oldestFirst())
                .events()
                .get(0);
    }

    private List<String> values(String attribute) {
        try (Stream<AttributeValue> values = database.trail().subject(LEAD).values(attribute)) {
            return values.map(value -> Duration.between(START, value.since()).toSeconds() + " " + value.kind() + " "
                            + value.text())
                    .toList();
        }
    }
}
