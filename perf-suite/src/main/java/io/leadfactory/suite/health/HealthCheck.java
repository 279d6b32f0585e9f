package io.leadfactory.suite.health;

import io.leadfactory.perf.measure.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Asks each component for a sign of life, one after the other. Thread-safe if the probes are.
 *
 * <p>A probe that throws makes its component unhealthy and does not keep the others from being asked.
 */
public final class HealthCheck {
    private final TimeSource time;
    private final Map<String, Callable<String>> probes = new LinkedHashMap<>();

    /**
     * Creates a check without components.
     *
     * @param time measures how long an answer takes
     */
    public HealthCheck(TimeSource time) {
        this.time = time;
    }

    /**
     * Adds a component. All are to be added before the first check.
     *
     * @param component its name
     * @param probe reads something from it and says what; throws if it is not well
     * @return this
     * @throws IllegalArgumentException if the name is taken
     */
    public HealthCheck with(String component, Callable<String> probe) {
        if (probes.putIfAbsent(component, probe) != null) {
            throw new IllegalArgumentException(
                    "component \"" + component + "\" is checked already: choose another name");
        }
        return this;
    }

    /**
     * Asks every component.
     *
     * @return one answer for each, in the order in which they were added
     */
    public List<ComponentHealth> check() {
        List<ComponentHealth> answers = new ArrayList<>(probes.size());
        probes.forEach((component, probe) -> answers.add(ask(component, probe)));
        return answers;
    }

    private ComponentHealth ask(String component, Callable<String> probe) {
        long start = time.nanos();
        try {
            String detail = probe.call();
            return new ComponentHealth(component, true, since(start), detail);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return new ComponentHealth(
                    component, false, since(start), e.getClass().getName());
        }
    }

    private Duration since(long start) {
        return Duration.ofNanos(time.nanos() - start);
    }
}
