/**
 * Questions to the trail.
 *
 * <p>In come a query and a page token; out come pages of events, newest first.
 */
@NullMarked
package io.leadfactory.audit.query;

import org.jspecify.annotations.NullMarked;
