/**
 * Where events wait that the database did not take.
 *
 * <p>In come the events of a transaction, before its commit, and then its fate; out come the events that are still to be
 * stored, also after the process died at whatever moment.
 */
@NullMarked
package io.leadfactory.audit.spool;

import org.jspecify.annotations.NullMarked;
