package io.leadfactory.perf.measure;

import java.time.Duration;

/**
 * What the JVM's collectors did during a run, as they tell it themselves. Immutable.
 *
 * @param collections how many collections ended
 * @param time the time they took; for a concurrent collector that is not all pause
 */
public record GcActivity(long collections, Duration time) {
    /**
     * Returns no activity.
     *
     * @return zero collections
     */
    public static GcActivity none() {
        return new GcActivity(0, Duration.ZERO);
    }
}
