/**
 * Judges what was measured: figures and limits come in, findings with a verdict of three values go out.
 *
 * <p>Nothing here measures or prints. A figure that the sample is too small for is INCONCLUSIVE, never passed.
 */
@NullMarked
package io.leadfactory.perf.judge;

import org.jspecify.annotations.NullMarked;
