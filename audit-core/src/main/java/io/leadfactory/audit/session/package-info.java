/**
 * The sessions that the trail opens for itself.
 *
 * <p>In comes a session factory; out come connections to read on and transactions of the trail's own, whichever tenant is current.
 */
@NullMarked
package io.leadfactory.audit.session;

import org.jspecify.annotations.NullMarked;
