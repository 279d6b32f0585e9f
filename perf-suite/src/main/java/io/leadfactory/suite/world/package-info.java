/**
 * A scenario's surroundings: a database address comes in, a fresh schema with the sample application, its audit trail and
 * its budgets goes out, and nothing of it is left when it is closed.
 */
@NullMarked
package io.leadfactory.suite.world;

import org.jspecify.annotations.NullMarked;
