package io.leadfactory.suite.benchmark.budget;

/** Reserves and settles through a database, durably, as often as it is asked. Thread-safe. */
interface LedgerContender extends AutoCloseable {
    /** {@return the name that the table shows} */
    String name();

    /**
     * Holds an amount and ends the hold with less, both durable when it returns.
     *
     * @param thread whose turn it is, from zero
     */
    void reserveAndSettle(int thread);

    @Override
    void close();
}
