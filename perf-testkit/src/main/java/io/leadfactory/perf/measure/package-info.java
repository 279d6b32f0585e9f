/**
 * Holds what was measured: times of single operations come in from the workers, distributions and trends go out.
 *
 * <p>The only room that knows HdrHistogram. Nothing here starts a thread or judges.
 */
@NullMarked
package io.leadfactory.perf.measure;

import org.jspecify.annotations.NullMarked;
