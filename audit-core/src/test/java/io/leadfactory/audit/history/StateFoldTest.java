package io.leadfactory.audit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.example.SampleEvents;
import io.leadfactory.audit.history.EntityState.Existence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFoldTest {
    private static final String[] NAMES = {"email", "status", "score", "address.city"};

    private final SampleEvents events = new SampleEvents();

    @Test
    void add_updatesAfterInsert_newestValueWins() {
        EntityState state = fold(List.of(
                events.event("INSERT", Map.of(), values("email", "a", "status", "NEW", "score", null)),
                events.event("UPDATE", values("email", "a"), values("email", "b")),
                events.event("UPDATE", values("status", "NEW"), values("status", null))));
        assertThat(state.existence()).isEqualTo(Existence.PRESENT);
        assertThat(state.complete()).isTrue();
        assertThat(state.values()).isEqualTo(values("email", "b", "status", null, "score", null));
        assertThat(state.values().keySet()).containsExactlyElementsOf(List.of("email", "status", "score"));
    }

    @Test
    void add_fullState_needsNothingOlder() {
        StateFold fold = new StateFold();
        assertThat(fold.add(events.event("UPDATE", values("a", "1"), values("a", "2"))))
                .isTrue();
        assertThat(fold.add(events.event("UPDATE", Map.of(), values("a", "1", "b", "x"))))
                .isFalse();
        EntityState state = fold.state(SampleEvents.LEAD, SampleEvents.START, Optional.empty());
        assertThat(state.values()).isEqualTo(values("a", "2", "b", "x"));
        assertThat(state.complete()).isTrue();
    }

    @Test
    void add_explicitEntriesAndFailures_doNotCount() {
        EntityState state = fold(List.of(
                events.event("INSERT", Map.of(), values("email", "a")),
                events.event("APPROVED", values("email", "a"), values("email", "z")),
                events.event("UPDATE", Outcome.FAILED, Origin.of("bob"), values("email", "a"), values("email", "y"))));
        assertThat(state.values()).isEqualTo(values("email", "a"));
        assertThat(state.latest()).map(AuditEvent::action).contains("INSERT");
    }

    @Test
    void add_noInsertInTheTrail_isIncomplete() {
        EntityState state = fold(List.of(events.event("UPDATE", values("email", "a"), values("email", "b"))));
        assertThat(state.existence()).isEqualTo(Existence.PRESENT);
        assertThat(state.complete()).isFalse();
        assertThat(state.values()).isEqualTo(values("email", "b"));
    }

    @Test
    void add_updateAfterDelete_knowsNothingFromBeforeTheDelete() {
        EntityState state = fold(List.of(
                events.event("INSERT", Map.of(), values("email", "a", "status", "NEW")),
                events.event("DELETE", values("email", "a", "status", "NEW"), Map.of()),
                events.event("UPDATE", values("email", "q"), values("email", "r"))));
        assertThat(state.existence()).isEqualTo(Existence.PRESENT);
        assertThat(state.complete()).isFalse();
        assertThat(state.values()).isEqualTo(values("email", "r"));
    }

    @Test
    void add_insertWithoutValues_isTheWholeState() {
        EntityState state = fold(List.of(events.event("INSERT", Map.of(), Map.of())));

        assertThat(state.existence()).isEqualTo(Existence.PRESENT);
        assertThat(state.complete()).isTrue();
        assertThat(state.values()).isEmpty();
    }

    @Test
    void add_erasedEvent_knowsNothingFromBeforeIt() {
        List<AuditEvent> history = new ArrayList<>(List.of(
                events.event("INSERT", Map.of(), values("email", "a", "status", "NEW")), events.erased("UPDATE")));
        EntityState erased = fold(history);
        assertThat(erased.existence()).isEqualTo(Existence.PRESENT);
        assertThat(erased.isCertain()).isFalse();
        assertThat(erased.values()).isEmpty();
        history.add(events.event("UPDATE", values("status", "NEW"), values("status", "X")));
        assertThat(fold(history).values()).isEqualTo(values("status", "X"));
        assertThat(fold(history).complete()).isFalse();
    }

    @Test
    void state_mapWithAKeyNamedLikeTheWhole_isFoldedFromTheWhole() {
        EntityState state = fold(List.of(
                events.event("INSERT", Map.of(), values("scores", "{\"all\":{\"x\":1}}")),
                events.event(
                        "UPDATE", values("scores", "{\"removed\":{}}"), values("scores", "{\"added\":{\"all\":2}}"))));
        assertThat(state.values()).isEqualTo(values("scores", "{\"all\":2,\"x\":1}"));
    }

    @Test
    void add_noEvents_isUnknown() {
        assertThat(fold(List.of()).existence()).isEqualTo(Existence.UNKNOWN);
    }

    @Test
    void state_placeholders_areUnknownAndNotTheOlderValue() {
        String cut = "x".repeat(9_983) + '\u2026' + "0123456789abcdef";
        EntityState state = fold(List.of(
                events.event("INSERT", Map.of(), values("phone", "1", "photo", "2", "text", "3", "stars", "**")),
                events.event("UPDATE", values("phone", "1"), values("phone", "***")),
                events.event("UPDATE", values("photo", "2"), values("photo", "(not recorded: 9000 bytes)")),
                events.event("UPDATE", values("text", "3"), values("text", cut))));
        assertThat(state.values()).isEqualTo(values("stars", "**"));
        assertThat(state.unknown())
                .isEqualTo(Map.of("phone", "***", "photo", "(not recorded: 9000 bytes)", "text", cut));
        assertThat(state.toString()).doesNotContain("**");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void state_randomHistory_isTheReplay(long seed) {
        Random random = new Random(seed);
        List<AuditEvent> history = new ArrayList<>();
        Map<String, @Nullable String> replay = new HashMap<>();
        boolean present = false;
        for (int step = 0; step < 300; step++) {
            if (random.nextInt(4) == 0) {
                history.add(events.event("VIEWED", Map.of(), values("email", "noise")));
            }
            if (!present) {
                replay = randomState(random);
                history.add(events.event(random.nextBoolean() ? "INSERT" : "UPSERT", Map.of(), copy(replay)));
                present = true;
            } else if (random.nextInt(10) == 0) {
                history.add(events.event("DELETE", copy(replay), Map.of()));
                replay = new HashMap<>();
                present = false;
            } else if (random.nextInt(8) == 0) {
                replay = randomState(random);
                history.add(events.event("UPDATE", Map.of(), copy(replay)));
            } else {
                String name = NAMES[random.nextInt(NAMES.length)];
                Map<String, @Nullable String> old = values(name, replay.get(name));
                replay.put(name, text(random));
                history.add(events.event("UPDATE", old, values(name, replay.get(name))));
            }
            EntityState state = fold(history);
            assertThat(state.isPresent()).as("seed %s, step %s", seed, step).isEqualTo(present);
            assertThat(state.values()).as("seed %s, step %s", seed, step).isEqualTo(replay);
            assertThat(state.complete()).as("seed %s, step %s", seed, step).isTrue();
        }
    }

    private static EntityState fold(List<AuditEvent> oldestFirst) {
        StateFold fold = new StateFold();
        boolean older = true;
        for (int i = oldestFirst.size() - 1; i >= 0 && older; i--) {
            older = fold.add(oldestFirst.get(i));
        }
        return fold.state(SampleEvents.LEAD, SampleEvents.START, Optional.empty());
    }

    private static Map<String, @Nullable String> randomState(Random random) {
        Map<String, @Nullable String> state = new HashMap<>();
        for (String name : NAMES) {
            state.put(name, text(random));
        }
        return state;
    }

    private static @Nullable String text(Random random) {
        return random.nextInt(4) == 0 ? null : "v" + random.nextInt(5);
    }

    private static Map<String, @Nullable String> copy(Map<String, @Nullable String> values) {
        return new HashMap<>(values);
    }

    static Map<String, @Nullable String> values(@Nullable String... namesAndTexts) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            values.put(String.valueOf(namesAndTexts[i]), namesAndTexts[i + 1]);
        }
        return values;
    }
}
