package io.leadfactory.perf.junit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Plans the ids that the setting {@code test.plan} names, and knows no other run. */
public final class PlanBySetting implements RunPlan {
    @Override
    public Map<String, Duration> plan(Function<String, Optional<String>> settings) {
        Map<String, Duration> plan = new LinkedHashMap<>();
        settings.apply("test.plan").ifPresent(ids -> {
            for (String id : ids.split(" ", -1)) {
                plan.put(id, Duration.ofSeconds(1));
            }
        });
        return plan;
    }
}
