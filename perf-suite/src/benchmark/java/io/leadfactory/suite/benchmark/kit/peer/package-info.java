/**
 * The test-kit beside its peers: an operation and a tool come in, what the tool says of the operation goes out.
 *
 * <p>The only room of the kit's benchmarks that imports JUnitPerf, QuickPerf and JMH. Each trial runs in a JVM of its own.
 */
@NullMarked
package io.leadfactory.suite.benchmark.kit.peer;

import org.jspecify.annotations.NullMarked;
