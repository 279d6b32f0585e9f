/**
 * Gathers evidence on what failed: a scenario or a hang comes in, files with a recording, stacks and facts go out.
 *
 * <p>It never changes a verdict, and what it cannot do is a note, not a failure.
 */
@NullMarked
package io.leadfactory.perf.evidence;

import org.jspecify.annotations.NullMarked;
