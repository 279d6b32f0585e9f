/**
 * The databases: the name of a variant comes in, a pool of connections to a database of its own goes out, and what its back
 * ends cost and store can be asked for.
 */
@NullMarked
package io.leadfactory.suite.benchmark.database;

import org.jspecify.annotations.NullMarked;
