package io.leadfactory.perf.fault;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source that works like another one until a fault is injected. Thread-safe.
 *
 * <p>One fault is active at a time, on every connection that was handed out before or after it was injected. Put it
 * below a pool to see how the pool recovers, or above one to see how the application does. It never closes the data
 * source that it wraps. A lost connection is really closed at the driver: a database that lives only as long as its
 * last connection dies with it.
 */
public final class FaultyDataSource implements DataSource {
    private static final String CANNOT_CONNECT = "08001";

    private final DataSource target;
    private final FaultSwitch faults;
    private final AtomicLong out = new AtomicLong();
    private final SqlCounter counter = new SqlCounter();
    private final Map<Object, Throwable> borrowers = new ConcurrentHashMap<>();
    private volatile boolean remembers;

    FaultyDataSource(DataSource target, FaultSwitch.Waiting pause) {
        this.target = Objects.requireNonNull(target, "target");
        this.faults = new FaultSwitch(pause);
    }

    /**
     * Returns a data source without a fault.
     *
     * @param target the data source that does the work
     * @return the data source
     */
    public static FaultyDataSource around(DataSource target) {
        return new FaultyDataSource(
                target,
                fault -> Thread.sleep(fault.pause().toMillis(), fault.pause().toNanosPart() % 1_000_000));
    }

    /**
     * Injects a fault that lasts until {@link #clear()}; one that was there before is replaced.
     *
     * @param fault the fault
     */
    public void inject(Fault fault) {
        faults.set(fault, Long.MAX_VALUE);
    }

    /**
     * Injects a fault that strikes a number of times and is then gone; one that was there before is replaced.
     *
     * @param fault the fault
     * @param times how many calls it strikes
     * @throws IllegalArgumentException if times is not positive
     */
    public void inject(Fault fault, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be positive: " + times);
        }
        faults.set(fault, times);
    }

    /**
     * Injects a fault that strikes some of the calls until {@link #clear()}; one that was there before is replaced.
     *
     * @param fault the fault
     * @param probability how likely it strikes a call that it fits, above 0 and at most 1
     * @param seed which calls it strikes: the same seed strikes the same calls, by their order
     * @throws IllegalArgumentException if the probability is out of its range
     */
    public void inject(Fault fault, double probability, long seed) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be above 0 and at most 1: " + probability);
        }
        faults.set(fault, probability, seed);
    }

    /** Ends the fault, if there is one. Connections that were lost stay lost. */
    public void clear() {
        faults.clear();
    }

    /**
     * Returns the fault that the next call it fits will meet.
     *
     * @return the fault, or empty if there is none
     */
    public Optional<Fault> fault() {
        return faults.active();
    }

    /**
     * Returns how many calls a fault has struck.
     *
     * @return the number since this data source was made
     */
    public long strikes() {
        return faults.strikes();
    }

    /**
     * Returns how many connections are handed out and not closed yet.
     *
     * @return the number at this moment
     */
    public long connectionsOut() {
        return out.get();
    }

    /**
     * Returns how many connections were handed out.
     *
     * @return the number since this data source was made
     */
    public long connectionsOpened() {
        return counter.all().connections();
    }

    /**
     * Returns how many statements were sent to the database or failed on the way. A batch counts as one.
     *
     * @return the number since this data source was made
     */
    public long statements() {
        return counter.all().statements();
    }

    /**
     * Returns what was asked by all threads.
     *
     * @return the numbers since this data source was made
     */
    public SqlCounts counts() {
        return counter.all();
    }

    /**
     * Returns what the calling thread asked for.
     *
     * @return its numbers since this data source was made
     */
    public SqlCounts countsOfThisThread() {
        return counter.ofThisThread();
    }

    /**
     * Remembers from now on who was handed a connection, so that {@link #requireNoConnectionOut()} can tell. That takes a
     * stack for each connection.
     */
    public void rememberBorrowers() {
        remembers = true;
    }

    /**
     * Asserts that every connection was given back.
     *
     * @throws IllegalStateException if one was not; with the stacks of who was handed them as its suppressed exceptions, if
     *     {@link #rememberBorrowers()} was called before
     */
    public void requireNoConnectionOut() {
        long number = connectionsOut();
        if (number == 0) {
            return;
        }
        IllegalStateException leak = new IllegalStateException("connections that were not closed: " + number + " of "
                + connectionsOpened()
                + (remembers
                        ? "; who was handed them is suppressed below"
                        : "; call rememberBorrowers() first to see who was handed them"));
        borrowers.values().forEach(leak::addSuppressed);
        throw leak;
    }

    @Override
    public Connection getConnection() throws SQLException {
        beforeConnect();
        return hand(target.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        beforeConnect();
        return hand(target.getConnection(username, password));
    }

    private void beforeConnect() throws SQLException {
        Optional<Fault> exhausted = faults.strike(Fault.Kind.EXHAUSTED);
        if (exhausted.isPresent()) {
            faults.pause(exhausted.get());
            throw new SQLTransientConnectionException(
                    "injected fault: no connection became free within "
                            + exhausted.get().pause(),
                    exhausted.get().sqlState());
        }
        Optional<Fault> refused = faults.strike(Fault.Kind.REFUSED);
        if (refused.isPresent()) {
            throw FaultyConnection.error(refused.get().sqlState());
        }
        Optional<Fault> slow = faults.strike(Fault.Kind.SLOW_CONNECT);
        if (slow.isPresent()) {
            connectSlowly(slow.get());
        }
    }

    private void connectSlowly(Fault slow) throws SQLException {
        Duration login = loginTimeout();
        if (login.isZero() || slow.pause().compareTo(login) <= 0) {
            faults.pause(slow);
            return;
        }
        faults.pause(Fault.slowConnect(login));
        throw new SQLTimeoutException(
                "injected fault: no connection within the login timeout of " + login, CANNOT_CONNECT);
    }

    /** A data source that knows no login timeout has none. */
    private Duration loginTimeout() throws SQLException {
        try {
            return Duration.ofSeconds(Math.max(0, target.getLoginTimeout()));
        } catch (UnsupportedOperationException | SQLFeatureNotSupportedException unknown) {
            return Duration.ZERO;
        }
    }

    private Connection hand(Connection connection) {
        counter.count(SqlCounter.What.CONNECTION);
        out.incrementAndGet();
        Object key = new Object();
        if (remembers) {
            borrowers.put(
                    key,
                    new Throwable("this connection was handed to thread \""
                            + Thread.currentThread().getName() + "\" and not closed"));
        }
        return FaultyConnection.around(connection, faults, counter, () -> {
            out.decrementAndGet();
            borrowers.remove(key);
        });
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        target.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return target.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || target.isWrapperFor(type);
    }
}
