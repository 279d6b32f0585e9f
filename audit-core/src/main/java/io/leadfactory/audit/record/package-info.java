/**
 * Events in the form in which they are stored.
 *
 * <p>In come values and origins; out come drafts with identifier, time and canonical JSON, cut to their columns by stated rules.
 */
@NullMarked
package io.leadfactory.audit.record;

import org.jspecify.annotations.NullMarked;
