package io.leadfactory.suite.scenario;

import io.leadfactory.perf.junit.RunPlan;
import io.leadfactory.suite.contract.Row;
import io.leadfactory.suite.contract.Selection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The selected scenarios with about how long each takes, for the time left that the progress shows. Immutable. The times are
 * only a beginning: the progress stretches them by how long the first scenarios really take.
 */
public final class ContractPlan implements RunPlan {
    /** Creates the plan; the test-kit does. */
    public ContractPlan() {}

    @Override
    public Map<String, Duration> plan(Function<String, Optional<String>> settings) {
        Map<String, String> known = new LinkedHashMap<>();
        settings.apply(Selection.GROUPS).ifPresent(value -> known.put(Selection.GROUPS, value));
        settings.apply(Selection.SCENARIOS).ifPresent(value -> known.put(Selection.SCENARIOS, value));
        Map<String, Duration> plan = new LinkedHashMap<>();
        Selection.of(known).rows().forEach(row -> plan.put(row.name(), Duration.ofSeconds(seconds(row))));
        return plan;
    }

    private static long seconds(Row row) {
        return switch (row) {
            case M1, I1, I2, I3 -> 2;
            case A1, A2, A3, M4, M5 -> 4;
            case A4, A5, M2, M7 -> 5;
            case I5 -> 4;
            case M3, M6 -> 7;
            case I4 -> 45;
        };
    }
}
