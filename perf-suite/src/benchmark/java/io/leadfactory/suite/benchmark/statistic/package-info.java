/**
 * Figures of rounds come in, medians and ratios with intervals go out.
 */
@NullMarked
package io.leadfactory.suite.benchmark.statistic;

import org.jspecify.annotations.NullMarked;
