package io.leadfactory.audit.history;

import static io.leadfactory.audit.history.StateFoldTest.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.example.SampleEvents;
import io.leadfactory.audit.history.RevertSuggestion.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevertTest {
    private final SampleEvents events = new SampleEvents();

    @Test
    void suggestion_update_setsTheOldValues() {
        AuditEvent update =
                events.event("UPDATE", values("email", "a", "score", null), values("email", "b", "score", "1"));
        AuditEvent elsewhere = events.event("UPDATE", values("status", "x"), values("status", "y"));
        RevertSuggestion suggestion = revert(update, List.of(), List.of(elsewhere));
        assertThat(suggestion.step()).isEqualTo(Step.UPDATE);
        assertThat(suggestion.values()).isEqualTo(values("email", "a", "score", null));
        assertThat(suggestion.isClean()).isTrue();
    }

    @Test
    void suggestion_sameAttributeChangedSince_isAConflict() {
        AuditEvent update = events.event("UPDATE", values("email", "a"), values("email", "b"));
        AuditEvent viewed = events.event("VIEWED", Map.of(), values("email", "x"));
        AuditEvent again = events.event("UPDATE", values("email", "b"), values("email", "c"));
        AuditEvent gone = events.event("DELETE", values("email", "c"), Map.of());
        RevertSuggestion suggestion = revert(update, List.of(), List.of(viewed, again, gone));
        assertThat(suggestion.conflicts()).containsExactly(again, gone);
        assertThat(suggestion.isClean()).isFalse();
    }

    @Test
    void suggestion_insertAndDelete_areEachOthersUndoing() {
        AuditEvent insert = events.event("INSERT", Map.of(), values("email", "a"));
        assertThat(revert(insert, List.of(), List.of()).step()).isEqualTo(Step.DELETE);
        assertThat(revert(insert, List.of(), List.of()).values()).isEmpty();
        AuditEvent delete = events.event("DELETE", values("email", "a", "phone", "***"), Map.of());
        RevertSuggestion suggestion = revert(delete, List.of(), List.of());
        assertThat(suggestion.step()).isEqualTo(Step.INSERT);
        assertThat(suggestion.values()).isEqualTo(values("email", "a"));
        assertThat(suggestion.unknown()).isEqualTo(Map.of("phone", "***"));
    }

    @Test
    void suggestion_updateWithoutOldValues_takesThemFromTheStateBefore() {
        AuditEvent insert = events.event("INSERT", Map.of(), values("email", "a", "status", "NEW"));
        AuditEvent update = events.event("UPDATE", Map.of(), values("email", "b", "status", "NEW", "score", "1"));
        RevertSuggestion suggestion = revert(update, List.of(insert), List.of());
        assertThat(suggestion.step()).isEqualTo(Step.UPDATE);
        assertThat(suggestion.values()).isEqualTo(values("email", "a"));
        assertThat(suggestion.unknown()).containsOnlyKeys("score");
    }

    @Test
    void suggestion_upsertAfterDelete_isADelete() {
        AuditEvent delete = events.event("DELETE", values("email", "a"), Map.of());
        AuditEvent upsert = events.event("UPSERT", Map.of(), values("email", "b"));
        assertThat(revert(upsert, List.of(delete), List.of()).step()).isEqualTo(Step.DELETE);
        assertThat(revert(upsert, List.of(), List.of()).unknown()).containsOnlyKeys("email");
    }

    @Test
    void suggestion_whatChangedNothing_isRefused() {
        AuditEvent viewed = events.event("VIEWED", Map.of(), Map.of());
        assertThatThrownBy(() -> revert(viewed, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "event must be an INSERT, UPDATE, UPSERT or DELETE that succeeded: VIEWED Lead#42");
        AuditEvent failed =
                events.event("UPDATE", Outcome.FAILED, Origin.of("bob"), values("email", "a"), values("email", "y"));
        assertThatThrownBy(() -> revert(failed, List.of(), List.of())).hasMessageEndingWith("FAILED");
    }

    @Test
    void add_manyConflicts_stopsAtTheLimit() {
        AuditEvent update = events.event("UPDATE", values("n", "0"), values("n", "1"));
        List<AuditEvent> later = new ArrayList<>();
        for (int i = 1; i < 200; i++) {
            later.add(events.event("UPDATE", values("n", "" + i), values("n", "" + (i + 1))));
        }
        assertThat(revert(update, List.of(), later).conflicts()).hasSize(RevertSuggestion.MAX_CONFLICTS);
    }

    private static RevertSuggestion revert(AuditEvent event, List<AuditEvent> newestFirst, List<AuditEvent> later) {
        Revert revert = new Revert(event, () -> {
            StateFold fold = new StateFold();
            newestFirst.forEach(fold::add);
            return fold.state(SampleEvents.LEAD, SampleEvents.START, Optional.empty());
        });
        for (AuditEvent next : later) {
            if (!revert.add(next)) {
                break;
            }
        }
        return revert.suggestion();
    }
}
