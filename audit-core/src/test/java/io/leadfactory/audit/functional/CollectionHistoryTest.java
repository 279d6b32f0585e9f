package io.leadfactory.audit.functional;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Baskets.ListOfTexts;
import io.leadfactory.audit.example.HandClock;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.history.AttributeValue;
import io.leadfactory.audit.history.RevertSuggestion;
import io.leadfactory.audit.history.StateDifference.ValueChange;
import io.leadfactory.audit.history.SubjectHistory;
import io.leadfactory.audit.query.AuditQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections are read as their whole content, whatever the events say about them. */
class CollectionHistoryTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final HandClock clock = new HandClock(START);

    @RegisterExtension
    final TestDatabase database = new TestDatabase(ListOfTexts.class).with("leadfactory.audit.clock", clock);

    @Test
    void history_ofAList_isItsContent() {
        persist(10, List.of("a", "b", "c"));
        change(20, basket -> {
            basket.content.remove("b");
            basket.content.add(0, "d");
        });
        SubjectHistory history = history();
        assertThat(history.stateAt(second(15)).values()).containsEntry("content", "[\"a\",\"b\",\"c\"]");
        assertThat(history.stateAt(second(25)).values()).containsEntry("content", "[\"d\",\"a\",\"c\"]");
        assertThat(history.difference(second(15), second(25)).changes())
                .isEqualTo(Map.of("content", new ValueChange("[\"a\",\"b\",\"c\"]", "[\"d\",\"a\",\"c\"]")));
        try (Stream<AttributeValue> values = history.values("content")) {
            assertThat(values.map(AttributeValue::text)).containsExactly("[\"a\",\"b\",\"c\"]", "[\"d\",\"a\",\"c\"]");
        }
        AuditEvent update = database.trail()
                .find(AuditQuery.all().action("UPDATE"))
                .events()
                .get(0);
        RevertSuggestion undo = database.trail().revert(update);
        assertThat(undo.values()).isEqualTo(Map.of("content", "[\"a\",\"b\",\"c\"]"));
        assertThat(undo.isClean()).isTrue();
        change(30, basket -> basket.content.clear());
        assertThat(database.trail().revert(update).conflicts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void stateAt_randomListLife_isTheReplay(long seed) {
        Random random = new Random(seed);
        List<String> replay = new ArrayList<>(List.of("a", "b"));
        persist(0, replay);
        List<String> contents = new ArrayList<>(List.of(json(replay)));
        for (int second = 1; second <= 60; second++) {
            switch (replay.isEmpty() ? 0 : random.nextInt(5)) {
                case 0, 1 -> replay.add(random.nextInt(replay.size() + 1), "" + (char) ('a' + random.nextInt(6)));
                case 2 -> replay.remove(random.nextInt(replay.size()));
                case 3 -> Collections.swap(replay, random.nextInt(replay.size()), random.nextInt(replay.size()));
                default -> replay.set(random.nextInt(replay.size()), "z" + second);
            }
            List<String> wanted = List.copyOf(replay);
            boolean replaced = random.nextInt(6) == 0;
            change(second, basket -> {
                if (replaced) {
                    basket.content = new ArrayList<>(wanted);
                } else {
                    basket.content.clear();
                    basket.content.addAll(wanted);
                }
            });
            contents.add(json(replay));
        }
        SubjectHistory history = history();
        for (int second = 0; second <= 60; second++) {
            assertThat(history.stateAt(second(second).plusMillis(1)).values())
                    .as("seed %s, second %s", seed, second)
                    .containsEntry("content", contents.get(second));
        }
    }

    private void persist(int second, List<String> content) {
        clock.set(second(second));
        database.inTransaction(session -> {
            ListOfTexts basket = new ListOfTexts();
            basket.id = 1;
            basket.content.addAll(content);
            session.persist(basket);
        });
    }

    private void change(int second, Consumer<ListOfTexts> change) {
        clock.set(second(second));
        database.inTransaction(session -> change.accept(session.find(ListOfTexts.class, 1L)));
    }

    private SubjectHistory history() {
        return database.trail()
                .subject(database.trail().find(AuditQuery.all()).events().get(0).subject());
    }

    private static Instant second(int second) {
        return START.plusSeconds(second);
    }

    private static String json(List<String> elements) {
        return elements.stream().map(element -> '"' + element + '"').collect(joining(",", "[", "]"));
    }
}
