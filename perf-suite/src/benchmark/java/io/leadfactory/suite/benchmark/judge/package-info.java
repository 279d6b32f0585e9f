/**
 * All figures come in, verdicts on the bars go out.
 */
@NullMarked
package io.leadfactory.suite.benchmark.judge;

import org.jspecify.annotations.NullMarked;
