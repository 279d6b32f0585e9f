package io.leadfactory.perf.measure;

/**
 * One point of a percentile curve. Immutable.
 *
 * @param percentile the share of samples at or below the time, 0 to 100
 * @param nanos the time in nanoseconds
 */
public record PercentilePoint(double percentile, double nanos) {}
