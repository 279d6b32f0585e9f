/**
 * The work that every variant does: a session factory comes in, committed leads go out. It knows nothing of any audit.
 */
@NullMarked
package io.leadfactory.suite.benchmark.work;

import org.jspecify.annotations.NullMarked;
