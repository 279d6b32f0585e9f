/**
 * The health check of the Lead Explorer: the running components come in, how each of them is and how long its answer took goes out.
 *
 * <p>Every probe only reads, so that a check leaves nothing behind.
 */
@NullMarked
package io.leadfactory.suite.health;

import org.jspecify.annotations.NullMarked;
