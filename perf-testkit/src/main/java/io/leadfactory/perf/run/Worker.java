package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Mix;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.User;
import io.leadfactory.perf.define.UserState;
import io.leadfactory.perf.measure.SteadyStateDetector;
import io.leadfactory.perf.measure.TimeSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One user of a run, on its own thread: opens, passes the gates, warms up, measures and closes. For one thread until joined. */
final class Worker implements User {
    private final ScenarioRun run;
    private final Scenario scenario;
    private final TimeSource time;
    private final int index;
    private final Pulse pulse = new Pulse();
    private final OperationTimer timer;
    private final AtomicLong warmUpOperations = new AtomicLong();
    private @Nullable Object state;
    private boolean warmingUp = true;

    Worker(ScenarioRun run, int index) {
        this.run = run;
        this.scenario = run.scenario;
        this.time = run.time;
        this.index = index;
        this.timer = new OperationTimer(run, this, pulse);
    }

    Crew.Member asMember() {
        return new Crew.Member("user " + index, pulse, this::work);
    }

    private void work() throws Exception {
        AutoCloseable surrounding = openSurrounding();
        AutoCloseable own = Worker::closeNothing;
        Throwable failure = null;
        try {
            own = openState();
            run.crew.forgetInterrupt();
            run.warmUpGate.await();
            warmUp();
            warmingUp = false;
            timer.waits().open(run.virtual);
            run.startGate.await();
            timer.waits().begin();
            measure();
            timer.waits().end();
            run.endGate.await();
            timer.waits().settle();
        } catch (Throwable error) {
            failure = error;
            throw error;
        } finally {
            timer.waits().close();
            AutoCloseable opened = own;
            // The surrounding is closed last and even if the state cannot be.
            close(
                    () -> {
                        try (surrounding) {
                            opened.close();
                        }
                    },
                    failure);
        }
    }

    private AutoCloseable openSurrounding() {
        if (scenario.userSetUp().isEmpty()) {
            return Worker::closeNothing;
        }
        AutoCloseable surrounding =
                open(scenario.userSetUp().get()::open, "the set-up returned null, where something to close was wanted");
        state = surrounding;
        return surrounding;
    }

    private static void closeNothing() {}

    private AutoCloseable openState() {
        if (scenario.userState().isEmpty()) {
            return Worker::closeNothing;
        }
        Object own = open(scenario.userState().get(), "the user's state is null, where an object was wanted");
        state = own;
        return own instanceof AutoCloseable closeable ? closeable : Worker::closeNothing;
    }

    private <S> S open(UserState<? extends S> opener, String ifNull) {
        pulse.begin();
        try {
            // This is foreign code: what its signature promises may still be null.
            return Objects.requireNonNull(opener.open(this), ifNull);
        } catch (Throwable error) {
            throw new PerfException(
                    "user " + index + " of scenario \"" + scenario.name() + "\" could not be set up: " + error, error);
        } finally {
            pulse.end();
        }
    }

    private void close(AutoCloseable all, @Nullable Throwable failure) {
        pulse.begin();
        try {
            all.close();
        } catch (Throwable error) {
            if (failure == null) {
                throw new PerfException(
                        "user " + index + " of scenario \"" + scenario.name() + "\" could not be closed: " + error,
                        error);
            }
            failure.addSuppressed(error);
        } finally {
            pulse.end();
        }
    }

    /** The warm-up is closed, without think time and with all users whatever the load: it is there for the JIT and the caches. */
    private void warmUp() throws InterruptedException {
        Deck deck = deck(index);
        long start = run.warmUpBegan();
        timer.start(start);
        if (run.warmUp.isDetected()) {
            long cap = run.warmUp.cap().toNanos();
            SteadyStateDetector detector = index == 0 ? SteadyStateDetector.system() : null;
            while (!run.steady && time.nanos() - start < cap) {
                long began = warmUpOnce(deck);
                if (detector != null && began != Long.MIN_VALUE && detector.isSteadyAfter(began, time.nanos())) {
                    run.steady = true;
                }
            }
        } else {
            long share = run.share(run.warmUp.iterations(), index);
            for (long i = 0; i < share; i++) {
                warmUpOnce(deck);
            }
        }
    }

    /** Returns when the operation began, or the smallest number if it failed. */
    private long warmUpOnce(@Nullable Deck deck) throws InterruptedException {
        run.crew.checkCancelled();
        if (deck != null) {
            timer.choose(deck.at(warmUpOperations.getPlain()));
        }
        long began = timer.warmUp();
        warmUpOperations.lazySet(warmUpOperations.getPlain() + 1);
        return began;
    }

    private void measure() throws InterruptedException {
        timer.measure(
                scenario.load().isOpen()
                        ? new OpenLoop(run, timer, deck(0))
                        : new ClosedLoop(run, this, timer, deck(index)));
    }

    /** In the open model the deck is that of the arrivals, so all users have the same. */
    private @Nullable Deck deck(int which) {
        Mix mix = scenario.mix().orElse(null);
        return mix == null ? null : Deck.of(mix, mix.seed() + which);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long iteration() {
        return pulse.counted();
    }

    @Override
    public boolean warmingUp() {
        return warmingUp;
    }

    @Override
    public <S> S state(Class<S> type) {
        if (!type.isInstance(state)) {
            throw new IllegalStateException(
                    "user " + index + " of scenario \"" + scenario.name() + "\" has no state of type "
                            + type.getName() + ": it has "
                            + (state == null ? "none" : state.getClass().getName())
                            + "; open it with userState(..) or perUser(..)");
        }
        return type.cast(state);
    }

    OperationTimer timer() {
        return timer;
    }

    long operations() {
        return pulse.operations() - warmUpOperations.get();
    }

    long operationsBegun() {
        return pulse.operations();
    }

    long warmUpOperations() {
        return warmUpOperations.get();
    }

    long warmUpErrors() {
        return timer.warmUpErrors();
    }
}
