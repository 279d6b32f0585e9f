/**
 * Events for other programs.
 *
 * <p>In comes a stream of events; out go lines of JSON or CSV, one event at a time.
 */
@NullMarked
package io.leadfactory.audit.export;

import org.jspecify.annotations.NullMarked;
