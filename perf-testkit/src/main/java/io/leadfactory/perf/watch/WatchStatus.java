package io.leadfactory.perf.watch;

/**
 * How a threshold stands. Immutable.
 *
 * @param threshold the threshold
 * @param value the figure over the window, in its unit; not a number if there is none
 * @param samples on how many operations it rests
 * @param alerting whether an alert was raised that is not cleared
 */
public record WatchStatus(Threshold threshold, double value, long samples, boolean alerting) {}
