/**
 * Where the trail of a session factory is put together.
 *
 * <p>In come Hibernate's mapping and properties while a session factory is built; out come its checked settings, the audit table and the
 * trail with all its parts, until the factory is closed.
 */
@NullMarked
package io.leadfactory.audit.boot;

import org.jspecify.annotations.NullMarked;
