package io.leadfactory.audit.transaction;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many events a transaction suppressed, by reason, origin, subject type and action: one event tells it for each subject
 * type, so that whoever looks for a type finds it. For one thread.
 */
final class Suppressed {
    private final Map<Key, Map<String, Integer>> counts = new LinkedHashMap<>();

    void count(String reason, Origin origin, String subjectType, String action) {
        counts.computeIfAbsent(new Key(reason, origin, subjectType), key -> new TreeMap<>())
                .merge(action, 1, Integer::sum);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** What was counted, which is then forgotten. */
    List<Draft> drain(EventIds ids) {
        List<Draft> drafts = new ArrayList<>(counts.size());
        counts.forEach((key, actions) -> {
            AuditEntry entry = AuditEntry.of(Actions.SUPPRESSED, Subject.of(key.subjectType(), "*"))
                    .detail("reason", key.reason());
            for (Map.Entry<String, Integer> action : actions.entrySet()) {
                entry = entry.detail(action.getKey(), action.getValue().toString());
            }
            drafts.add(Draft.entry(ids, entry, key.origin()));
        });
        counts.clear();
        return drafts;
    }

    void clear() {
        counts.clear();
    }

    private record Key(String reason, Origin origin, String subjectType) {}
}
