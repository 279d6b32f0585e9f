/**
 * The front door of the peer benchmarks: settings come in, tables, a JSON file and verdicts on the bars go out.
 */
@NullMarked
package io.leadfactory.suite.benchmark;

import org.jspecify.annotations.NullMarked;
