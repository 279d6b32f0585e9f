package io.leadfactory.perf.junit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Says beforehand which scenarios a run will have and about how long each takes, so that the progress can say how far the
 * whole run is and how long it still takes, and a scenario that was not reached is reported as INCONCLUSIVE. Implementations are found by {@link ServiceLoader}; without one the progress
 * counts through the scenarios of each class.
 */
@FunctionalInterface
public interface RunPlan {
    /**
     * Returns the scenarios to come.
     *
     * @param settings looks a setting up by its name, in JUnit's configuration parameters and the system properties
     * @return the planned time by scenario id, in the order in which they run; empty if this plan does not know the run
     */
    Map<String, Duration> plan(Function<String, Optional<String>> settings);
}
