/**
 * What a reservation costs in nanoseconds and bytes. In come limiters and the floor of two compare-and-sets; out goes a
 * table, all measured in turn in one run.
 */
@NullMarked
package io.leadfactory.suite.benchmark.budget;

import org.jspecify.annotations.NullMarked;
