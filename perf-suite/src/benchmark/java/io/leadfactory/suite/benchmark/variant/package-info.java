/**
 * The variants: a database server comes in, the same application goes out, audited in one way or another.
 */
@NullMarked
package io.leadfactory.suite.benchmark.variant;

import org.jspecify.annotations.NullMarked;
