package io.leadfactory.perf.report;

import io.leadfactory.perf.measure.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a planned run is, and about how long it still takes: the planned times of what is left, stretched by how much
 * longer than planned the finished scenarios took. Thread-safe.
 */
public final class Pace {
    private final Map<String, Duration> left;
    private final int count;
    private final TimeSource time;
    private long begun;
    private long scenarioBegun;
    private Duration finished = Duration.ZERO;
    private Duration current = Duration.ZERO;
    private int number;

    private Pace(Map<String, Duration> plan, TimeSource time) {
        this.left = new LinkedHashMap<>(plan);
        this.count = plan.size();
        this.time = time;
    }

    /**
     * Returns the pace of a run that begins with its first scenario.
     *
     * @param plan the planned time of each scenario by its id
     * @param time measures how long they really take
     * @return a pace without a finished scenario
     */
    public static Pace of(Map<String, Duration> plan, TimeSource time) {
        return new Pace(plan, time);
    }

    /**
     * Says that a scenario begins, and so that the one before has finished.
     *
     * @param id the scenario's id; one that is not planned counts as taking no time
     */
    public synchronized void begin(String id) {
        scenarioBegun = time.nanos();
        if (number++ == 0) {
            begun = scenarioBegun;
        }
        finished = finished.plus(current);
        Duration planned = left.remove(id);
        current = planned == null ? Duration.ZERO : planned;
    }

    /**
     * Returns which scenario runs.
     *
     * @return 1 for the first
     */
    public synchronized int number() {
        return number;
    }

    /**
     * Returns how many scenarios there are.
     *
     * @return those planned, or those begun if they are more
     */
    public synchronized int count() {
        return Math.max(number, count);
    }

    /**
     * Returns about how long the run still takes.
     *
     * @return the time, at least 0
     */
    public synchronized Duration left() {
        double stretch = finished.isZero() ? 1 : (scenarioBegun - begun) / (double) finished.toNanos();
        double own = Math.max(0, current.toNanos() * stretch - (time.nanos() - scenarioBegun));
        long rest = left.values().stream().mapToLong(Duration::toNanos).sum();
        return Duration.ofNanos((long) (own + rest * stretch));
    }
}
