/**
 * Shows what was measured and judged: a {@link io.leadfactory.perf.report.RunReport} comes in; text for a terminal,
 * Markdown, JSON and one HTML page that works offline go out.
 *
 * <p>Nothing here measures or judges, and no verdict is shown without the samples that it rests on. The only room that
 * knows Jackson and the template engine.
 */
@NullMarked
package io.leadfactory.perf.report;

import org.jspecify.annotations.NullMarked;
