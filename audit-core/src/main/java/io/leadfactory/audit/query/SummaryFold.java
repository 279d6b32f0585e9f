package io.leadfactory.audit.query;

import io.leadfactory.audit.store.EventCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up counts that come ordered by actor; memory grows with the actions only. For one thread. */
final class SummaryFold {
    private final Map<String, Long> byAction = new TreeMap<>();
    private final List<String> actors = new ArrayList<>();
    private long events;
    private long distinctActors;
    private @Nullable String actor;
    private @Nullable Instant first;
    private @Nullable Instant last;

    void add(EventCount count) {
        events += count.events();
        byAction.merge(count.action(), count.events(), Long::sum);
        first = first == null || count.first().isBefore(first) ? count.first() : first;
        last = last == null || count.last().isAfter(last) ? count.last() : last;
        if (!count.actor().equals(actor)) {
            actor = count.actor();
            distinctActors++;
            if (actors.size() < TrailSummary.MAX_ACTORS) {
                actors.add(count.actor());
            }
        }
    }

    TrailSummary summary() {
        return new TrailSummary(
                events, byAction, Optional.ofNullable(first), Optional.ofNullable(last), distinctActors, actors);
    }
}
