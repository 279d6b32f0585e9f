package io.leadfactory.audit.recovery;

import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.store.FailureCause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes the events of failed attempts in transactions of their own, behind the caller's back. Thread-safe.
 *
 * <p>Not on the caller's thread: the session may still hold its connection, and in a pool that has no other the write would
 * wait for the connection that waits for the write; under JTA the caller's thread is in no state to begin anything. So an
 * attempt is as durable as a log line: a process that dies in the next moments loses it. While the database is away they
 * wait, and what waits is bounded.
 */
final class AttemptWriter {
    static final int MAX_WAITING = 10_000;
    private static final int TOGETHER = 100;
    private static final long CLOSING_SECONDS = 5;

    private final Background background;
    private final Consumer<List<Draft>> writer;
    private final Failures failures;
    private final Backoff backoff = new Backoff();
    private final Deque<Draft> waiting = new ArrayDeque<>();
    private final ReentrantLock writing = new ReentrantLock();
    private boolean scheduled;
    private boolean full;
    private boolean closed;

    /**
     * Writes with the writer, in the background.
     *
     * @param background runs the writes
     * @param writer writes events in one transaction, or throws
     * @param failures hear of what is lost
     */
    AttemptWriter(Background background, Consumer<List<Draft>> writer, Failures failures) {
        this.background = background;
        this.writer = writer;
        this.failures = failures;
    }

    void add(Draft attempt) {
        boolean lost = false;
        boolean firstLost = false;
        boolean toSchedule = false;
        boolean late = false;
        synchronized (waiting) {
            if (closed) {
                late = true;
            } else if (waiting.size() >= MAX_WAITING) {
                lost = true;
                firstLost = !full;
                full = true;
            } else {
                waiting.addLast(attempt);
                toSchedule = !scheduled;
                scheduled = true;
            }
        }
        if (late) {
            tellLate(1);
        } else if (firstLost) {
            failures.tell(
                    AuditFailure.Kind.LOST,
                    1,
                    "this failed attempt and those that follow are not kept, since " + MAX_WAITING
                            + " wait to be written already; check the database");
        } else if (lost) {
            failures.count(AuditFailure.Kind.LOST, 1);
        }
        if (toSchedule) {
            background.run(this::write);
        }
    }

    private void write() {
        writing.lock();
        try {
            if (writeAll()) {
                backoff.reset();
            } else {
                background.runAfter(backoff.next(), this::write);
            }
        } finally {
            writing.unlock();
        }
    }

    private boolean writeAll() {
        while (true) {
            List<Draft> next = next();
            if (next.isEmpty()) {
                return true;
            }
            try {
                writer.accept(next);
            } catch (RuntimeException | Error e) {
                // An error too: nobody would write what waits, or comes later, ever again.
                failures.note("cannot write " + next.size() + " failed attempt(s) yet, they wait: "
                        + FailureCause.describe(e));
                putBack(next);
                return false;
            }
        }
    }

    private List<Draft> next() {
        synchronized (waiting) {
            List<Draft> next = new ArrayList<>();
            while (!waiting.isEmpty() && next.size() < TOGETHER) {
                next.add(waiting.removeFirst());
            }
            if (next.isEmpty()) {
                scheduled = false;
                full = false;
            }
            return next;
        }
    }

    private void putBack(List<Draft> attempts) {
        boolean late;
        synchronized (waiting) {
            late = closed;
            for (int i = attempts.size() - 1; i >= 0 && !late; i--) {
                waiting.addFirst(attempts.get(i));
            }
        }
        if (late) {
            tellLate(attempts.size());
        }
    }

    private void tellLate(int attempts) {
        failures.tell(
                AuditFailure.Kind.LOST,
                attempts,
                "failed attempts came after the session factory was closed; end its transactions before");
    }

    /** Writes what waits, before the session factory closes. */
    void drain() {
        boolean mine = false;
        try {
            mine = writing.tryLock(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (mine) {
            try {
                writeAll();
            } finally {
                writing.unlock();
            }
        }
        close();
    }

    /** Counts as lost what waits, and what comes from now on. */
    void close() {
        int left;
        synchronized (waiting) {
            closed = true;
            left = waiting.size();
            waiting.clear();
        }
        if (left > 0) {
            failures.tell(
                    AuditFailure.Kind.LOST,
                    left,
                    "failed attempts could not be written before the session factory closed; check the database");
        }
    }
}
