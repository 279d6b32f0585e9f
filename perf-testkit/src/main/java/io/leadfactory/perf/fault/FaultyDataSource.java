package io.leadfactory.perf.fault;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
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

    /** How a fault waits; a test puts its own here. */
    interface Pause {
        void of(Fault fault) throws InterruptedException;
    }

    private final DataSource target;
    private final FaultSwitch faults;
    private final AtomicLong out = new AtomicLong();
    private final AtomicLong opened = new AtomicLong();

    FaultyDataSource(DataSource target, Pause pause) {
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
        return opened.get();
    }

    /**
     * Returns how many statements were sent to the database or failed on the way. A batch counts as one.
     *
     * @return the number since this data source was made
     */
    public long statements() {
        return faults.statements();
    }

    @Override
    public Connection getConnection() throws SQLException {
        refuseIfExhausted();
        return hand(target.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        refuseIfExhausted();
        return hand(target.getConnection(username, password));
    }

    private void refuseIfExhausted() throws SQLException {
        Optional<Fault> struck = faults.strike(Fault.Kind.EXHAUSTED);
        if (struck.isPresent()) {
            faults.pause(struck.get());
            throw new SQLTransientConnectionException(
                    "injected fault: no connection became free within "
                            + struck.get().pause(),
                    struck.get().sqlState());
        }
    }

    private Connection hand(Connection connection) {
        opened.incrementAndGet();
        out.incrementAndGet();
        return FaultyConnection.around(connection, faults, out::decrementAndGet);
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
