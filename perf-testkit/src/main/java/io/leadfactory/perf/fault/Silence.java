package io.leadfactory.perf.fault;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection's half-open state: who calls waits for an answer that never comes. What ends the wait is the statement's
 * query timeout, the connection's network timeout, the fault's own limit, an interrupt, or that somebody closes or aborts
 * the connection. Once silent, a connection stays so, also when the fault is over: only a new one works. Thread-safe.
 */
final class Silence {
    private static final String QUERY_CANCELLED = "57014";

    private final FaultSwitch faults;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Fault fallen;
    private volatile Duration networkTimeout = Duration.ZERO;

    Silence(FaultSwitch faults) {
        this.faults = faults;
    }

    void networkTimeout(int millis) {
        networkTimeout = Duration.ofMillis(millis);
    }

    /** Says that the connection is closed, which wakes who waits. */
    void end() {
        ended.countDown();
    }

    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Returns the fault if the connection is silent, or falls silent at this call. */
    Optional<Fault> strike() {
        Fault now = fallen;
        if (now != null) {
            return Optional.of(now);
        }
        Optional<Fault> struck = faults.strike(Fault.Kind.HALF_OPEN);
        struck.ifPresent(fault -> fallen = fault);
        return struck;
    }

    /** Waits in vain, and throws; a query timeout of zero is none. */
    SQLException noAnswer(Fault fault, Duration queryTimeout) {
        Duration limit = shorter(shorter(fault.pause(), networkTimeout), queryTimeout);
        boolean byQuery = !queryTimeout.isZero() && limit.equals(queryTimeout);
        try {
            if (faults.waiting().forTheEnd(this, limit.toNanos())) {
                return new SQLNonTransientConnectionException(
                        "injected fault: the connection was closed while a call waited for the database's answer",
                        fault.sqlState());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new SQLTransientConnectionException(
                    "injected fault: interrupted while the database did not answer", fault.sqlState(), interrupted);
        }
        if (byQuery) {
            return new SQLTimeoutException(
                    "injected fault: the database did not answer within the query timeout of " + limit,
                    QUERY_CANCELLED);
        }
        return new SQLNonTransientConnectionException(
                "injected fault: the database did not answer within " + limit, fault.sqlState());
    }

    /** Waits for an answer to the question whether the connection is valid. */
    void awaitValidation(Fault fault, Duration timeout) {
        try {
            faults.waiting()
                    .forTheEnd(
                            this,
                            shorter(shorter(fault.pause(), networkTimeout), timeout)
                                    .toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        if (one.isZero() || other.isZero()) {
            return one.isZero() ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }
}
