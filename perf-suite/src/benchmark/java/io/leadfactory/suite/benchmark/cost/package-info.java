/**
 * What can be counted instead of timed: a contender comes in, its JDBC executions and stored bytes go out.
 */
@NullMarked
package io.leadfactory.suite.benchmark.cost;

import org.jspecify.annotations.NullMarked;
