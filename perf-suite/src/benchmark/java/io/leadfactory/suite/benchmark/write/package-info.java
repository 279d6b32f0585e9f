/**
 * The write side: contenders come in, for each round and variant what an operation cost goes out.
 */
@NullMarked
package io.leadfactory.suite.benchmark.write;

import org.jspecify.annotations.NullMarked;
