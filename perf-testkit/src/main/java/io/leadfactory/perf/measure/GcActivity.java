package io.leadfactory.perf.measure;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What the JVM's collectors did during a run, as they tell it themselves, in whole milliseconds. Immutable.
 *
 * @param collections how many collections ended, concurrent cycles included
 * @param time the time they took; for a concurrent collector that is not all pause
 * @param pauses how many of them stopped the application
 * @param pauseTime how long it was stopped in all
 * @param longestPause the longest single stop; empty if the JVM did not tell of each
 */
public record GcActivity(
        long collections, Duration time, long pauses, Duration pauseTime, Optional<Duration> longestPause) {
    /** Checks the parts. */
    public GcActivity {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(pauseTime, "pause time");
        Objects.requireNonNull(longestPause, "longest pause");
    }

    /**
     * Takes every collection for a pause, of which the longest is not known.
     *
     * @param collections how many collections ended
     * @param time the time they took
     */
    public GcActivity(long collections, Duration time) {
        this(collections, time, collections, time, collections == 0 ? Optional.of(Duration.ZERO) : Optional.empty());
    }

    /**
     * Returns no activity.
     *
     * @return zero collections
     */
    public static GcActivity none() {
        return new GcActivity(0, Duration.ZERO);
    }

    /**
     * Returns this activity and another one together.
     *
     * @param other what the collectors did at another time
     * @return the sums; the longest pause is empty if one of the two does not know it
     */
    public GcActivity plus(GcActivity other) {
        return new GcActivity(
                collections + other.collections,
                time.plus(other.time),
                pauses + other.pauses,
                pauseTime.plus(other.pauseTime),
                longestPause.flatMap(mine -> other.longestPause.map(its -> mine.compareTo(its) > 0 ? mine : its)));
    }
}
