package io.leadfactory.perf.measure;

import java.time.Duration;

/**
 * What happened in one slice of a run's time. Immutable. An operation belongs to the slice in which it ended.
 *
 * @param offset from the run's start to the slice's start
 * @param width how long the slice is, the same for all slices of a run
 * @param count operations that succeeded
 * @param errors operations that failed
 * @param mean the mean time of the successful operations; zero if there were none
 * @param max the longest time of the successful operations; zero if there were none
 */
public record Slot(Duration offset, Duration width, long count, long errors, Duration mean, Duration max) {}
