/**
 * Says what is to be measured: operations and settings come in, immutable scenarios go out.
 *
 * <p>Nouns only: nothing here starts a thread, reads a clock or knows a histogram. A {@link Scenario} is one load on one
 * operation or a {@link Mix}; a {@link Sweep} is a scenario at several numbers of users.
 */
@NullMarked
package io.leadfactory.perf.define;

import org.jspecify.annotations.NullMarked;
