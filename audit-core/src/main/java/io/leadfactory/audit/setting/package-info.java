/**
 * The one way in which settings are read.
 *
 * <p>In come the properties of a session factory; out come checked values for the rooms that own them, and a refusal of every name that no room asked for.
 */
@NullMarked
package io.leadfactory.audit.setting;

import org.jspecify.annotations.NullMarked;
