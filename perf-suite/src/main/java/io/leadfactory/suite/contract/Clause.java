package io.leadfactory.suite.contract;

import io.leadfactory.perf.judge.Limit;
import java.util.Objects;

/**
 * One limit of a contract's row. Immutable.
 *
 * @param part the part of the scenario that it limits; empty for the scenario's main operation
 * @param limit the limit
 */
record Clause(String part, Limit limit) {
    Clause {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(limit, "limit");
    }

    /** The clause's name in settings: the metric, after the part if there is one. */
    String key() {
        String metric = limit.metric().id();
        return part.isEmpty() ? metric : part + "." + metric;
    }
}
