package io.leadfactory.budget.ledger;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a database that is down, and sends what waits for it. Thread-safe. There is a daemon thread while there is something to
 * do, and none otherwise; it alone asks the database in an outage, so that no caller waits for a timeout.
 */
final class Recovery {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final int TRIES_OF_FINAL = 3;
    private static final int MOST_UNTOLD = 1_000;

    private final JdbcStore ledger;
    private final Outage outage;
    private final DownPolicy policy;
    private final Runnable renewal;
    private final List<OutageListener> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Posting> untold = new ArrayDeque<>(); // guarded by itself
    private final ReentrantLock sending = new ReentrantLock();
    private final OutageStore store;
    private @Nullable Thread thread; // guarded by this
    private boolean closed; // guarded by this
    private int failures; // guarded by sending

    Recovery(OutageStore store, JdbcStore ledger, Outage outage, DownPolicy policy, Runnable renewal) {
        this.store = store;
        this.ledger = ledger;
        this.outage = outage;
        this.policy = policy;
        this.renewal = renewal;
    }

    Runnable listen(OutageListener listener) {
        listeners.add(listener);
        synchronized (untold) {
            untold.removeIf(listener::posted);
        }
        return () -> listeners.remove(listener);
    }

    /** There may be something to do. */
    void wake() {
        boolean alone;
        synchronized (this) {
            alone = closed;
            if (!closed && thread == null && !outage.isIdle()) {
                thread = new Thread(this::run, "budget-ledger-recovery");
                thread.setDaemon(true);
                thread.start();
            }
        }
        // To wait for another who sends could be for ever; what he misses is sent by the next.
        if (alone && sending.tryLock()) {
            try {
                step();
            } finally {
                sending.unlock();
            }
        }
    }

    /** Ends the thread; from now on who has something to send sends it. */
    void close() {
        synchronized (this) {
            closed = true;
            LockSupport.unpark(thread);
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void run() {
        long pause = 0;
        while (waited(pause)) {
            boolean succeeded = false;
            try {
                succeeded = step();
            } catch (RuntimeException | Error unexpected) {
                // It must go on: what waits is money.
                Thread current = Thread.currentThread();
                current.getUncaughtExceptionHandler().uncaughtException(current, unexpected);
            }
            long longest = policy.longestPause().toMillis();
            pause = succeeded ? 0 : Math.min(longest, Math.max(FIRST_PAUSE_MILLIS, 2 * pause));
        }
    }

    /** Whether to go on after a pause, shortened at random by up to a half. */
    private boolean waited(long pause) {
        if (pause > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                    pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1)));
        }
        synchronized (this) {
            if (closed || outage.isIdle()) {
                thread = null;
                return false;
            }
            return true;
        }
    }

    /** One look, and what can be sent then; whether everything was. */
    boolean step() {
        sending.lock();
        try {
            return lookAndSend();
        } finally {
            sending.unlock();
        }
    }

    private boolean lookAndSend() {
        if (outage.beginIsUntold()) {
            listeners.forEach(OutageListener::down);
        }
        long after = outage.number();
        try {
            if (!outage.isDirect()) {
                ledger.probe();
                outage.answers();
                sendAll();
                outage.end();
            }
            sendAll();
            renewal.run();
        } catch (LedgerException failed) {
            outage.fails();
            if (failed.isOutage()) {
                outage.begin(after);
            }
            return false;
        }
        long over = outage.number();
        Map<String, Long> spent = outage.untoldEnd();
        if (spent != null) {
            listeners.forEach(each -> each.back(spent));
            outage.endIsTold(over);
        }
        return outage.isIdle();
    }

    private void sendAll() {
        for (Unsent head = outage.next(); head != null; head = outage.next()) {
            List<Posting> postings;
            try {
                postings = head.send(ledger);
            } catch (LedgerException failed) {
                // One that was under way when it was sent again is found the next time.
                if (!SqlFailure.isFinal(failed) || ++failures < TRIES_OF_FINAL) {
                    throw failed;
                }
                failures = 0;
                drop(head, failed);
                continue;
            }
            failures = 0;
            outage.sent(head, postings);
            for (int i = 0; i < postings.size(); i++) {
                tell(head.accounts().get(i), postings.get(i));
            }
        }
    }

    private void drop(Unsent head, LedgerException failed) {
        Settlement acknowledged = head.acknowledged();
        outage.drop(head);
        if (acknowledged != null) {
            for (LocalAccount each : head.accounts()) {
                Account account = new OutageAccount(store, each.row, each);
                toldOne(listener -> listener.unrecorded(account, acknowledged, failed));
            }
        }
    }

    /** Something was recorded without a caller who could tell. */
    void tell(LocalAccount account, Posting posting) {
        Posting told = new Posting(
                new OutageAccount(store, account.row, account), posting.after(), posting.reached(), posting.round());
        if (!toldOne(listener -> listener.posted(told))) {
            synchronized (untold) {
                if (untold.size() < MOST_UNTOLD) {
                    untold.add(told);
                }
            }
        }
    }

    private boolean toldOne(Predicate<OutageListener> telling) {
        for (OutageListener listener : listeners) {
            if (telling.test(listener)) {
                return true;
            }
        }
        return false;
    }
}
