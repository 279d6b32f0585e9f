/**
 * Who acts, for whom, from where and why, for as long as a scope is open.
 *
 * <p>In comes the caller's description of itself; out comes the {@link io.leadfactory.audit.event.Origin} that every event of the scope carries.
 */
@NullMarked
package io.leadfactory.audit.context;

import org.jspecify.annotations.NullMarked;
