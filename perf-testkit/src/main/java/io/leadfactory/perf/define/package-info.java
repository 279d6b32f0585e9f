/**
 * Says what is to be measured: operations and settings come in, immutable scenarios go out.
 *
 * <p>Nouns only: nothing here starts a thread, reads a clock or knows a histogram.
 */
@NullMarked
package io.leadfactory.perf.define;

import org.jspecify.annotations.NullMarked;
