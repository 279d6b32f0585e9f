package io.leadfactory.budget.webhook;

import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.alert.ListenerFailureHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue between the threads that spend and the one that sends. Thread-safe. Its lock is held for a few steps in memory,
 * never while something is sent, waited for or handed over.
 *
 * <p>Events are sent one after the other, so that the receiver sees them in order: while one is tried again, those behind it
 * wait. Should the process die, what is in the queue is lost.
 */
final class Sender {
    /** How long to close once it is interrupted: time for the handler to hear of what is left. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    private final Endpoint endpoint;
    private final Backoff backoff;
    private final Pause pause;
    private final int attempts;
    private final int capacity;
    private final @Nullable String source;
    private final String receiver;
    private final ListenerFailureHandler failures;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<BudgetEvent> queue = new ArrayDeque<>();
    private boolean closed;
    private boolean sending;
    private long delivered;
    private long failed;
    private long dropped;
    private long retries;
    private volatile boolean abandoned;
    private @Nullable BudgetListener listener;

    Sender(Webhook.Builder builder, Endpoint endpoint, Backoff backoff) {
        this.endpoint = endpoint;
        this.backoff = backoff;
        this.pause = builder.pause;
        this.attempts = builder.attempts;
        this.capacity = builder.capacity;
        this.source = builder.source;
        this.receiver = Endpoint.shown(builder.url);
        this.failures = builder.failures;
        this.thread = new Thread(this::sendAll, "budget-webhook " + receiver);
        this.thread.setDaemon(true);
    }

    void start(BudgetListener heardBy) {
        listener = heardBy;
        thread.start();
    }

    /** Takes it into the queue, or drops it and says why. */
    @Nullable
    WebhookException offer(BudgetEvent event) {
        lock.lock();
        try {
            if (!closed && queue.size() < capacity) {
                queue.add(event);
                changed.signal();
                return null;
            }
            dropped++;
            return new WebhookException(
                    "cannot send an event of budget \"%s\" to %s: %s"
                            .formatted(
                                    event.budget(),
                                    receiver,
                                    closed
                                            ? "the webhook is closed"
                                            : "%d events wait already, which is all that may".formatted(capacity)),
                    null);
        } finally {
            lock.unlock();
        }
    }

    WebhookCounts counts() {
        lock.lock();
        try {
            return new WebhookCounts(delivered, failed, dropped, queue.size() + (sending ? 1 : 0), retries);
        } finally {
            lock.unlock();
        }
    }

    void close(Duration limit) {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = isInterruptedWithin(limit);
        if (ended.getCount() > 0) {
            abandoned = true;
            thread.interrupt();
            interrupted |= isInterruptedWithin(GRACE);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isInterruptedWithin(Duration limit) {
        try {
            // Whether it ended is asked for afterwards.
            boolean ignored = ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (InterruptedException enough) {
            return true;
        }
    }

    private void sendAll() {
        try {
            BudgetEvent event = next();
            while (event != null) {
                WebhookException failure = send(event);
                settle(failure);
                if (failure != null) {
                    handOver(event, failure);
                }
                event = next();
            }
        } finally {
            ended.countDown();
        }
    }

    /** Waits for the next event; null if there will be none. */
    private @Nullable BudgetEvent next() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            sending = !queue.isEmpty();
            return queue.poll();
        } finally {
            lock.unlock();
        }
    }

    private void settle(@Nullable WebhookException failure) {
        lock.lock();
        try {
            sending = false;
            if (failure == null) {
                delivered++;
            } else {
                failed++;
            }
        } finally {
            lock.unlock();
        }
    }

    private void countRetry() {
        lock.lock();
        try {
            retries++;
        } finally {
            lock.unlock();
        }
    }

    /** Says why it was not delivered; null if it was. */
    private @Nullable WebhookException send(BudgetEvent event) {
        try {
            Message message = Message.of(event, source);
            for (int attempt = 1; !abandoned; attempt++) {
                if (attempt > 1) {
                    countRetry();
                }
                Answer answer = endpoint.send(message);
                if (answer.kind() == Answer.Kind.DELIVERED) {
                    return null;
                }
                if (answer.kind() == Answer.Kind.REFUSED || attempt == attempts) {
                    return failure(
                            event, "attempt %d of %d %s".formatted(attempt, attempts, answer.what()), answer.cause());
                }
                pause.of(backoff.after(attempt, answer.retryAfter()));
            }
        } catch (InterruptedException closing) {
            // Only closing interrupts this thread; the message below says so.
        } catch (Throwable unexpected) {
            // One event that cannot be sent must not keep the others from being sent.
            return failure(event, "it failed with " + unexpected.getClass().getName(), unexpected);
        }
        return failure(event, "the webhook was closed before it was taken", null);
    }

    private WebhookException failure(BudgetEvent event, String why, @Nullable Throwable cause) {
        return new WebhookException(
                "cannot deliver an event of budget \"%s\" to %s: %s".formatted(event.budget(), receiver, why), cause);
    }

    private void handOver(BudgetEvent event, WebhookException failure) {
        BudgetListener heardBy = listener == null ? ignored -> {} : listener;
        try {
            failures.failed(heardBy, event, failure);
        } catch (Throwable alsoFailed) {
            alsoFailed.addSuppressed(failure);
            ListenerFailureHandler.logging().failed(heardBy, event, alsoFailed);
        }
    }
}
