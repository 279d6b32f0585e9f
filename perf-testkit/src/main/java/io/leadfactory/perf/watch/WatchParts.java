package io.leadfactory.perf.watch;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/** The parts of a {@link Watch} while they are collected. For one thread. */
abstract sealed class WatchParts permits Watch.Builder {
    final List<Threshold> thresholds = new ArrayList<>();
    final List<AlertListener> listeners = new ArrayList<>();
    final List<Feed> feeds = new ArrayList<>();
    Duration window = Duration.ofMinutes(1);
    WatchClock clock = WatchClock.system();
    Clock calendar = Clock.systemUTC();
    LongSupplier memory = Heap::survivedBytes;

    abstract Watch.Builder self();

    /**
     * Adds a threshold. The first one takes the place of all defaults.
     *
     * @param threshold what to keep to
     * @return this builder
     */
    public Watch.Builder threshold(Threshold threshold) {
        thresholds.add(Objects.requireNonNull(threshold, "threshold"));
        return self();
    }

    /**
     * Adds somebody who hears of alerts.
     *
     * @param listener who hears
     * @return this builder
     */
    public Watch.Builder listener(AlertListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /**
     * Adds something that is pulled at each tick.
     *
     * @param feed where operations come from
     * @return this builder
     */
    public Watch.Builder feed(Feed feed) {
        feeds.add(Objects.requireNonNull(feed, "feed"));
        return self();
    }

    /**
     * Sets over how much time figures are taken.
     *
     * @param time the window
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Watch.Builder window(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("window must be positive: " + time);
        }
        window = time;
        return self();
    }

    /**
     * Sets the clocks.
     *
     * @param elapsed for elapsed time
     * @param wall for when an alert was raised
     * @return this builder
     */
    public Watch.Builder clocks(WatchClock elapsed, Clock wall) {
        clock = Objects.requireNonNull(elapsed, "clock");
        calendar = Objects.requireNonNull(wall, "clock");
        return self();
    }

    /**
     * Sets where the figure on memory comes from; by default it is the heap that survived the last collection.
     *
     * @param bytes the memory in use; less than 0 says that it cannot be told now
     * @return this builder
     */
    public Watch.Builder memory(LongSupplier bytes) {
        memory = Objects.requireNonNull(bytes, "memory");
        return self();
    }

    /**
     * Builds the watch, which looks at nothing before its first {@link Watch#tick()}.
     *
     * @return the watch
     */
    public Watch build() {
        return new Watch(this);
    }
}
