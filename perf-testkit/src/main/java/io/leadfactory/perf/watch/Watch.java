package io.leadfactory.perf.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Watches a running application by thresholds over a rolling window, and tells once when one is crossed and once when it is
 * back. Thread-safe.
 *
 * <p>Recording takes no lock and a bounded memory: about 30 KB for each operation, of at most 200 names; what comes under
 * further names is counted as {@code others}, unless a threshold names it. Thresholds are looked at by {@link #tick()},
 * which the application calls, or a daemon thread after {@link #start()}. Every alert is logged to the logger {@code
 * io.leadfactory.perf.watch}, and told to the listeners.
 *
 * <p>Defaults: the thresholds of {@link Threshold#defaults()}, a window of one minute in twelve slices.
 */
public final class Watch implements AutoCloseable {
    /** Where the operations beyond the most that are told apart are counted. */
    public static final String OTHERS = "others";

    private static final System.Logger LOG = System.getLogger("io.leadfactory.perf.watch");
    private static final int SLICES = 12;
    private static final int MOST_OPERATIONS = 200;

    private final WatchClock clock;
    private final Clock calendar;
    private final Duration window;
    private final long sliceNanos;
    private final long began;
    private final MemoryWindow memory;
    private final List<ThresholdState> states = new ArrayList<>();
    private final List<AlertListener> listeners;
    private final List<Feed> feeds;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final ReentrantLock ticking = new ReentrantLock(); // held while feeds and listeners are called
    private @Nullable WatchThread thread; // guarded by this

    Watch(WatchParts builder) {
        this.clock = builder.clock;
        this.calendar = builder.calendar;
        this.window = builder.window;
        this.sliceNanos = Math.max(1, window.toNanos() / SLICES);
        this.began = clock.nanos();
        this.memory = new MemoryWindow(SLICES, builder.memory);
        this.listeners = new CopyOnWriteArrayList<>(builder.listeners);
        this.feeds = List.copyOf(builder.feeds);
        List<Threshold> thresholds = builder.thresholds.isEmpty() ? Threshold.defaults() : builder.thresholds;
        thresholds.forEach(threshold -> states.add(new ThresholdState(threshold)));
        // From the beginning, so that no number of other names takes their place.
        windows.put(OTHERS, new Window(SLICES));
        thresholds.stream()
                .filter(threshold -> threshold.figure() != Threshold.Figure.MEMORY_INCREASE)
                .forEach(threshold -> windows.putIfAbsent(threshold.operation(), new Window(SLICES)));
    }

    /**
     * Begins a watch.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What is timed and returns something.
     *
     * @param <T> what it returns
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        /**
         * Does it.
         *
         * @return what it returns
         * @throws X which counts as a failure and is passed on
         */
        T run() throws X;
    }

    /**
     * What is timed and returns nothing.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Action<X extends Exception> {
        /**
         * Does it.
         *
         * @throws X which counts as a failure and is passed on
         */
        void run() throws X;
    }

    /**
     * Does an operation and records its time and whether it failed.
     *
     * @param operation the operation's name
     * @param work what to do
     * @param <T> what it returns
     * @param <X> what it throws
     * @return what the work returned
     * @throws X what the work threw
     */
    public <T extends @Nullable Object, X extends Exception> T timed(String operation, Work<T, X> work) throws X {
        long start = clock.nanos();
        boolean failed = true;
        try {
            T result = work.run();
            failed = false;
            return result;
        } finally {
            record(operation, clock.nanos() - start, failed);
        }
    }

    /**
     * Does an operation and records its time and whether it failed.
     *
     * @param operation the operation's name
     * @param work what to do
     * @param <X> what it throws
     * @throws X what the work threw
     */
    public <X extends Exception> void timedAction(String operation, Action<X> work) throws X {
        long start = clock.nanos();
        boolean failed = true;
        try {
            work.run();
            failed = false;
        } finally {
            record(operation, clock.nanos() - start, failed);
        }
    }

    /**
     * Records an operation that was timed elsewhere.
     *
     * @param operation the operation's name
     * @param nanos how long it took; less than 0 counts as 0
     * @param failed whether it failed
     */
    public void record(String operation, long nanos, boolean failed) {
        window(operation).slot(slice(clock.nanos())).add(Math.max(0, nanos), failed);
    }

    /**
     * Records operations of which only sums are known. They have no part in percentiles.
     *
     * @param operation the operation's name
     * @param succeeded how many ended well
     * @param failed how many failed
     * @param nanos how long all of them took together; less than 0 counts as 0
     * @param longest how long the longest took; less than 0 counts as 0
     */
    public void recordMany(String operation, long succeeded, long failed, long nanos, long longest) {
        if (succeeded > 0 || failed > 0) {
            window(operation)
                    .slot(slice(clock.nanos()))
                    .addMany(Math.max(0, succeeded), Math.max(0, failed), Math.max(0, nanos), Math.max(0, longest));
        }
    }

    /**
     * Pulls the feeds, looks at all thresholds, and tells what was crossed or is back. One tick waits for another; {@link
     * #status()} and {@link #close()} wait for no feed and no listener.
     */
    public void tick() {
        ticking.lock();
        try {
            for (Feed feed : feeds) {
                guarded("a feed failed; the watch goes on", () -> feed.pull(this));
            }
            judge(memoryInUse(), clock.nanos(), calendar.instant()).forEach(this::tell);
        } finally {
            ticking.unlock();
        }
    }

    private long memoryInUse() {
        AtomicLong bytes = new AtomicLong(MemoryWindow.UNTOLD);
        guarded("the memory cannot be read; the watch goes on", () -> bytes.set(memory.read()));
        return bytes.get();
    }

    private synchronized List<Alert> judge(long bytes, long now, Instant at) {
        memory.add(slice(now), bytes);
        List<Alert> alerts = new ArrayList<>();
        for (ThresholdState state : states) {
            state.judge(reading(state.threshold(), now))
                    .map(change -> new Alert(
                            state.threshold(),
                            change.raised(),
                            change.reading().value(),
                            change.reading().samples(),
                            window,
                            at))
                    .ifPresent(alerts::add);
        }
        return alerts;
    }

    /**
     * Returns how things stand by now, for a health check. Does not tell anybody.
     *
     * @return one for each threshold, in their order
     */
    public List<WatchStatus> status() {
        return status(clock.nanos());
    }

    private synchronized List<WatchStatus> status(long now) {
        return states.stream()
                .map(state -> {
                    ThresholdState.Reading reading = reading(state.threshold(), now);
                    return new WatchStatus(state.threshold(), reading.value(), reading.samples(), state.alerting());
                })
                .toList();
    }

    /**
     * Adds somebody who hears of alerts from now on.
     *
     * @param listener who hears
     */
    public void listen(AlertListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Starts a daemon thread that ticks once in each slice of the window, until the watch is closed.
     *
     * @return this watch
     * @throws IllegalStateException if it was started already
     */
    public synchronized Watch start() {
        if (thread != null) {
            throw new IllegalStateException("the watch is started already: close it first");
        }
        thread = WatchThread.start(this::tickGuarded, sliceNanos);
        return this;
    }

    /**
     * Stops the thread, if there is one, and waits a second at most for a tick that is under way, which is not interrupted.
     * Alerts are not cleared.
     */
    @Override
    public void close() {
        WatchThread running;
        synchronized (this) {
            running = thread;
            thread = null;
        }
        if (running != null) {
            running.stop();
        }
    }

    private void tickGuarded() {
        guarded("a tick failed; the watch goes on", this::tick);
    }

    private void tell(Alert alert) {
        LOG.log(alert.raised() ? System.Logger.Level.WARNING : System.Logger.Level.INFO, alert.message());
        for (AlertListener listener : listeners) {
            guarded("a listener failed; the others hear nevertheless", () -> listener.hear(alert));
        }
    }

    private static void guarded(String message, Runnable call) {
        try {
            call.run();
        } catch (Throwable failure) { // an Error, too, would end all ticks to come without a word
            LOG.log(System.Logger.Level.WARNING, message, failure);
        }
    }

    private long slice(long now) {
        return (now - began) / sliceNanos;
    }

    private Window window(String operation) {
        Window known = windows.get(operation);
        if (known != null) {
            return known;
        }
        String name = windows.size() <= MOST_OPERATIONS ? operation : OTHERS; // which is one more
        return windows.computeIfAbsent(name, unknown -> new Window(SLICES));
    }

    private ThresholdState.Reading reading(Threshold threshold, long now) {
        if (threshold.figure() == Threshold.Figure.MEMORY_INCREASE) {
            return memory.increase();
        }
        long slice = slice(now);
        boolean full = slice >= SLICES;
        // The newest slice is only begun: over it, the throughput would look too low.
        double seconds = (now - began - Math.max(0, slice - SLICES + 1) * sliceNanos) / 1e9;
        return ThresholdState.Reading.of(
                threshold.figure(), window(threshold.operation()).sums(slice), full, seconds);
    }

    /** Collects the parts of a {@link Watch}. For one thread. */
    public static final class Builder extends WatchParts {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }
    }
}
