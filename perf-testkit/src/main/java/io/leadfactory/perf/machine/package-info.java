/**
 * Knows the machine: the system's own counters come in, what this machine is, how fit it is for measuring and what it gave
 * to the users of a run go out.
 *
 * <p>The ground floor: it imports no other room and starts no thread. All that Linux offers below {@code /proc} and
 * {@code /sys} is optional; what is not there is unknown, never zero.
 */
@NullMarked
package io.leadfactory.perf.machine;

import org.jspecify.annotations.NullMarked;
