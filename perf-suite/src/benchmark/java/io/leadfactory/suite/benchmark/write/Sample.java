package io.leadfactory.suite.benchmark.write;

/**
 * What one transaction cost in one block. Immutable.
 *
 * @param clientNanos CPU time of the client threads
 * @param backEndNanos CPU time of the database's back ends, 0 if they are threads of this process
 * @param latencyNanos how long it took, the median of the block
 * @param wallNanos the block's duration over its transactions, so the inverse of the throughput
 * @param allocatedBytes what the client threads allocated
 */
public record Sample(
        double clientNanos, double backEndNanos, double latencyNanos, double wallNanos, double allocatedBytes) {
    /** {@return the CPU time of both sides} */
    public double cpuNanos() {
        return clientNanos + backEndNanos;
    }
}
