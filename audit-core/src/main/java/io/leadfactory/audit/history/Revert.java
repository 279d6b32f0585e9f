package io.leadfactory.audit.history;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.history.EntityState.Existence;
import io.leadfactory.audit.history.RevertSuggestion.Step;
import io.leadfactory.audit.record.Placeholder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out what would undo an event, and which later events stand in the way. For one thread. */
final class Revert {
    private static final String NEVER_NAMED = "(not recorded: no earlier event names it)";

    private final AuditEvent event;
    private final Map<String, @Nullable String> values = new LinkedHashMap<>();
    private final Map<String, String> unknown = new LinkedHashMap<>();
    private final List<AuditEvent> conflicts = new ArrayList<>();
    private final Supplier<EntityState> before;
    private final Step step;
    private @Nullable EntityState state;

    /**
     * Looks at the event, and for the state before it only if the event does not tell.
     *
     * @throws IllegalArgumentException if the event changed no entity
     */
    Revert(AuditEvent event, Supplier<EntityState> before) {
        if (!Changes.isChange(event)) {
            throw new IllegalArgumentException("event must be an INSERT, UPDATE, UPSERT or DELETE that succeeded: "
                    + event + ' ' + event.outcome());
        }
        this.event = event;
        this.before = before;
        this.step = switch (event.action()) {
            case Actions.INSERT -> Step.DELETE;
            case Actions.DELETE -> Step.INSERT;
            default ->
                event.oldValues().isEmpty() && before().existence() == Existence.ABSENT ? Step.DELETE : Step.UPDATE;
        };
        if (step == Step.INSERT) {
            event.oldValues().keySet().forEach(name -> put(name, CollectionText.whole(event.oldValues(), name)));
        } else if (step == Step.UPDATE && event.oldValues().isEmpty()) {
            fromState(before());
        } else if (step == Step.UPDATE) {
            fromOldValues();
        }
    }

    private EntityState before() {
        if (state == null) {
            state = before.get();
        }
        return state;
    }

    private void fromOldValues() {
        event.newValues().keySet().forEach(name -> {
            if (CollectionText.isCollection(event.newValues(), name)) {
                putFrom(before(), name);
            } else if (event.oldValues().containsKey(name)) {
                put(name, event.oldValues().get(name));
            } else {
                unknown.put(name, NEVER_NAMED);
            }
        });
    }

    private void fromState(EntityState before) {
        event.newValues().keySet().forEach(name -> {
            boolean unchanged = before.values().containsKey(name)
                    && Objects.equals(before.values().get(name), CollectionText.whole(event.newValues(), name));
            if (!unchanged) {
                putFrom(before, name);
            }
        });
    }

    private void putFrom(EntityState before, String name) {
        if (before.values().containsKey(name)) {
            values.put(name, before.values().get(name));
        } else {
            unknown.put(name, before.unknown().getOrDefault(name, NEVER_NAMED));
        }
    }

    private void put(String name, @Nullable String text) {
        if (text != null && Placeholder.isPlaceholder(text)) {
            unknown.put(name, text);
        } else {
            values.put(name, text);
        }
    }

    /** Takes the next later event and answers whether still later ones are needed. */
    boolean add(AuditEvent later) {
        if (Changes.isChange(later) && stands(later)) {
            conflicts.add(later);
        }
        return conflicts.size() < RevertSuggestion.MAX_CONFLICTS;
    }

    private boolean stands(AuditEvent later) {
        return step != Step.UPDATE
                || Changes.isDelete(later)
                || later.action().equals(Actions.INSERT)
                || later.newValues().keySet().stream()
                        .anyMatch(name -> values.containsKey(name) || unknown.containsKey(name));
    }

    RevertSuggestion suggestion() {
        return new RevertSuggestion(event, step, values, unknown, conflicts);
    }
}
