/**
 * Watches a running application: times and failures of its operations come in, alerts and all-clears over a rolling window
 * go out.
 *
 * <p>Stands alone: code for production, which imports nothing of the test-kit and no library.
 */
@NullMarked
package io.leadfactory.perf.watch;

import org.jspecify.annotations.NullMarked;
