/**
 * Cells and other figures come in, text tables, Markdown and JSON go out.
 */
@NullMarked
package io.leadfactory.suite.benchmark.report;

import org.jspecify.annotations.NullMarked;
