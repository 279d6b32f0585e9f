/**
 * The Lead Explorer, the sample application under test: commands on leads come in, rows, cached views and audited changes go out.
 *
 * <p>It is an ordinary Hibernate application that knows nothing of the suite: all it does for its audit trail is the
 * annotation on {@link io.leadfactory.suite.lead.Lead}.
 */
@NullMarked
package io.leadfactory.suite.lead;

import org.jspecify.annotations.NullMarked;
