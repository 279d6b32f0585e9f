package io.leadfactory.perf.junit;

import io.leadfactory.perf.report.RunReport;

/**
 * Receives the report of a whole run of performance tests, once, after the last test. Implementations are found by
 * {@link java.util.ServiceLoader}, or registered by a program that launches JUnit itself.
 */
@FunctionalInterface
public interface RunReportSink {
    /**
     * Receives a run's report. An exception fails the run.
     *
     * @param report all scenarios of the run
     */
    void receive(RunReport report);

    /**
     * Sends the reports of all runs that begin from now on in this JVM to a sink too.
     *
     * @param sink the sink
     * @return close it, and no further run is sent
     */
    static Registration register(RunReportSink sink) {
        return RegisteredSinks.add(sink);
    }

    /** Keeps a sink registered until it is closed. Thread-safe. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
