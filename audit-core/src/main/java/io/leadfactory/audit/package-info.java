/**
 * The front door of the audit trail.
 *
 * <p>In come entries and questions; out come event identifiers, pages of events and verification reports.
 */
@NullMarked
package io.leadfactory.audit;

import org.jspecify.annotations.NullMarked;
