/**
 * The one room that knows audit-core. In come events of budgets; out go entries in an audit trail.
 */
@NullMarked
package io.leadfactory.budget.trail;

import org.jspecify.annotations.NullMarked;
