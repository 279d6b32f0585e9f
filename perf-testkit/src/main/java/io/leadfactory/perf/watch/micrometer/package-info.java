/**
 * Feeds a watch from a Micrometer registry: timers come in, what they counted since the last look goes out.
 *
 * <p>The only room that imports Micrometer, which is optional.
 */
@NullMarked
package io.leadfactory.perf.watch.micrometer;

import org.jspecify.annotations.NullMarked;
