package io.leadfactory.perf.run;

import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.measure.TimeSource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one run: started, watched from the caller's thread, and joined whatever happens.
 *
 * <p>The first member that fails stops all others. A member that stays inside foreign code for longer than the hang limit
 * makes a {@link HangException}: stacks are taken first, then everybody is interrupted and given a grace to end; who does
 * not is left behind as a daemon thread and named.
 */
final class Crew {
    /** What one thread does. */
    interface Task {
        void work() throws Exception;
    }

    /** One thread of the crew. */
    record Member(String name, Pulse pulse, Task task) {}

    private static final long TICK_NANOS = 250_000_000;
    private static final long SHORTEST_TICK_NANOS = 5_000_000;
    private static final long JOIN_MILLIS = 50;
    private static final long GRACE_NANOS = 1_000_000_000;
    /** Shorter, so that a hang is told within a second after its limit even if somebody ignores interruption. */
    private static final long HANG_GRACE_NANOS = 500_000_000;
    /** An operation that takes so long is looked at for a deadlock, about once in so long. */
    private static final long DEADLOCK_NANOS = 2_000_000_000;

    private record Failure(String member, Throwable error) {}

    private final String scenario;
    private final Duration hangLimit;
    private final boolean virtual;
    // The clock of the watch is the real one even if a test drives the scenario's: a hang is a matter of real time.
    private final TimeSource clock = TimeSource.system();
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile long cancelledAt;
    private volatile long grace = GRACE_NANOS;

    Crew(String scenario, Duration hangLimit, boolean virtual) {
        this.scenario = scenario;
        this.hangLimit = hangLimit;
        this.virtual = virtual;
    }

    /** Throws if the crew was told to stop. Called by members between operations. */
    void checkCancelled() throws InterruptedException {
        if (cancelled) {
            throw new InterruptedException("the run was stopped");
        }
    }

    /** Forgets an interrupt that foreign code left behind, unless the crew was told to stop. Called by members. */
    void forgetInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            checkCancelled();
        }
    }

    /** Runs all members and returns when all of them have ended; calls the tick while it waits. */
    void run(List<Member> members, Runnable tick) {
        CountDownLatch ended = new CountDownLatch(members.size());
        for (Member member : members) {
            threads.add(Threads.unstarted(
                    "perf-" + member.name().replace(' ', '-'), virtual, () -> workAndSayWhenEnded(member, ended)));
        }
        boolean complete = false;
        try {
            threads.forEach(Thread::start);
            watch(members, ended, tick);
            complete = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancel();
            joinAll();
            throw new PerfException(
                    "scenario \"" + scenario
                            + "\" was interrupted from outside: its users were stopped, nothing is measured"
                            + leftBehind(members),
                    interrupted);
        } finally {
            if (!complete) {
                cancel();
            }
            joinAll();
        }
        Failure first = failure.get();
        if (first != null) {
            String message = first.error() instanceof PerfException
                    ? String.valueOf(first.error().getMessage())
                    : "scenario \"" + scenario + "\" failed outside its operations, in " + first.member() + ": "
                            + first.error();
            throw new PerfException(message + leftBehind(members), first.error());
        }
        if (finished.get() < members.size()) {
            throw new PerfException(
                    "scenario \"" + scenario + "\" lost a user that could not even say why, as without memory; "
                            + "nothing is measured" + leftBehind(members),
                    null);
        }
    }

    /** Names who is still at work after the grace; empty if nobody is. */
    private String leftBehind(List<Member> members) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            if (threads.get(i).isAlive()) {
                left.add(members.get(i).name());
            }
        }
        return left.isEmpty() ? "" : "; left behind, because they ignore interruption: " + String.join(", ", left);
    }

    private void workAndSayWhenEnded(Member member, CountDownLatch ended) {
        boolean done = false;
        try {
            member.task().work();
            done = true;
            finished.incrementAndGet();
        } catch (Throwable error) {
            // After a stop, whatever the members throw follows from it.
            if (!cancelled && failure.compareAndSet(null, new Failure(member.name(), error))) {
                cancel();
            }
        } finally {
            // Even if there was no memory left to say so: the others must not wait for it at a gate.
            if (!done && !cancelled) {
                cancel();
            }
            ended.countDown();
        }
    }

    private void watch(List<Member> members, CountDownLatch ended, Runnable tick) throws InterruptedException {
        long limit = hangLimit.toNanos();
        long pause = Math.max(SHORTEST_TICK_NANOS, Math.min(TICK_NANOS, limit / 4));
        long[] beats = new long[members.size()];
        long[] since = new long[members.size()];
        long looked = clock.nanos();
        while (!ended.await(pause, TimeUnit.NANOSECONDS)) {
            long now = clock.nanos();
            if (cancelled) {
                if (now - cancelledAt > grace) {
                    return;
                }
                continue;
            }
            for (int i = 0; i < beats.length; i++) {
                long seen = members.get(i).pulse().beats();
                if (seen != beats[i] || !Pulse.isInside(seen)) {
                    beats[i] = seen;
                    since[i] = now;
                } else if (now - since[i] > limit) {
                    String what = members.get(i).name() + " is in one operation for "
                            + Duration.ofNanos(now - since[i]).toMillis() + " ms, the hang limit is "
                            + hangLimit.toMillis() + " ms";
                    String advice = "; raise hangLimit(..) if the operation may take so long";
                    throw hang(members, i, now - since[i], what, advice);
                } else if (now - since[i] > DEADLOCK_NANOS && now - looked > DEADLOCK_NANOS) {
                    looked = now;
                    if (!Deadlock.of(threads, ManagementFactory.getThreadMXBean())
                            .isEmpty()) {
                        String what = "its users are deadlocked, so the hang limit of " + hangLimit.toMillis()
                                + " ms is not waited for";
                        throw hang(members, i, now - since[i], what, "");
                    }
                }
            }
            tick.run();
        }
    }

    private HangException hang(List<Member> members, int stuck, long nanos, String what, String advice) {
        HangStory story = HangStory.take(members.get(stuck).name(), threads.get(stuck), nanos, threads);
        grace = HANG_GRACE_NANOS;
        cancel();
        joinAll();
        String left = leftBehind(members);
        String message = "scenario \"" + scenario + "\" hangs: " + what
                + (left.isEmpty() ? "; all users ended when they were interrupted" : left) + advice;
        return new HangException(message, story);
    }

    private synchronized void cancel() {
        if (!cancelled) {
            cancelledAt = clock.nanos();
            cancelled = true;
        }
        threads.forEach(Thread::interrupt);
    }

    /** Waits for all threads; after a stop no longer than the grace. */
    private void joinAll() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive() && !(cancelled && clock.nanos() - cancelledAt > grace)) {
                try {
                    thread.join(JOIN_MILLIS);
                } catch (InterruptedException again) {
                    interrupted = true;
                    cancel();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
