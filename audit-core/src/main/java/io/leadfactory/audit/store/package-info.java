/**
 * The one table and the only SQL.
 *
 * <p>In come sealed events and criteria; out come one batched insert on the connection given, and events read back in keyset order.
 */
@NullMarked
package io.leadfactory.audit.store;

import org.jspecify.annotations.NullMarked;
