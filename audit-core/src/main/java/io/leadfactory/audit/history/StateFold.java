package io.leadfactory.audit.history;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.history.EntityState.Existence;
import io.leadfactory.audit.record.Placeholder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of an entity into its state, from the newest back, so that no more is read than is needed: the first
 * event that names an attribute decides it, and one with the full state ends the fold. Changes of a collection are kept
 * until its whole content is found. For one thread.
 */
final class StateFold {
    private final Map<String, @Nullable String> decided = new LinkedHashMap<>();
    private final Map<String, Deque<AuditEvent>> collections = new LinkedHashMap<>();
    private final Set<String> order = new LinkedHashSet<>();
    private @Nullable AuditEvent latest;
    private @Nullable AuditEvent earliest;
    private boolean ended;
    private boolean complete;

    /** Takes the next older event and answers whether still older ones are needed. */
    boolean add(AuditEvent event) {
        if (ended || !Changes.isChange(event)) {
            return !ended;
        }
        boolean first = latest == null;
        if (first) {
            latest = event;
        }
        earliest = event;
        if (Changes.isDelete(event)) {
            // Updates after a delete without an insert between them: it was inserted where nobody listens.
            ended = true;
            complete = first;
        } else if (Changes.isErased(event)) {
            // Nobody knows what it set, so nothing older may be taken for what was there then.
            ended = true;
        } else {
            event.newValues().forEach((name, text) -> decide(name, text, event));
            if (Changes.isFull(event)) {
                ended = true;
                complete = true;
                order.addAll(event.newValues().keySet());
            }
        }
        return !ended;
    }

    private void decide(String name, @Nullable String text, AuditEvent event) {
        if (decided.containsKey(name)) {
            return;
        }
        Deque<AuditEvent> changes = collections.get(name);
        if (text == null || !CollectionText.isCollection(event.newValues(), name)) {
            decided.put(name, changes == null ? text : content(name, changes));
            return;
        }
        if (changes == null) {
            changes = new ArrayDeque<>();
            collections.put(name, changes);
        }
        changes.push(event);
        if (CollectionText.isWhole(text)) {
            decided.put(name, content(name, changes));
        }
    }

    private static String content(String name, Deque<AuditEvent> oldestFirst) {
        String content = null;
        for (AuditEvent event : oldestFirst) {
            String text = event.newValues().get(name);
            content = text == null
                    ? null
                    : CollectionText.next(content, event.oldValues().get(name), text);
        }
        return content == null ? CollectionText.NOT_KNOWN : content;
    }

    /** The oldest event that counted, if there is one. */
    Optional<AuditEvent> earliest() {
        return Optional.ofNullable(earliest);
    }

    EntityState state(Subject subject, Instant at, Optional<AuditEvent> statement) {
        collections.forEach((name, changes) -> {
            if (!decided.containsKey(name)) {
                decided.put(name, content(name, changes));
            }
        });
        order.addAll(decided.keySet());
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        Map<String, String> unknown = new LinkedHashMap<>();
        for (String name : order) {
            String text = decided.get(name);
            if (text != null && Placeholder.isPlaceholder(text)) {
                unknown.put(name, text);
            } else {
                values.put(name, text);
            }
        }
        return new EntityState(
                subject, at, existence(), complete, values, unknown, Optional.ofNullable(latest), statement);
    }

    Existence existence() {
        if (latest == null) {
            return Existence.UNKNOWN;
        }
        return Changes.isDelete(latest) ? Existence.ABSENT : Existence.PRESENT;
    }
}
