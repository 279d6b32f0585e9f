/**
 * How right the performance test-kit itself is: known truths come in (bytes, leaks, times to recover), tables of what the kit
 * says about them go out.
 */
@NullMarked
package io.leadfactory.suite.benchmark.kit;

import org.jspecify.annotations.NullMarked;
