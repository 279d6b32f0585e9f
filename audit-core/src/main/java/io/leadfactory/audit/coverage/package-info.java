/**
 * What is audited and what is not, and why.
 *
 * <p>In come Hibernate's mapping, the declarations and the settings; out comes a report that a person can read and a test can
 * assert on.
 */
@NullMarked
package io.leadfactory.audit.coverage;

import org.jspecify.annotations.NullMarked;
