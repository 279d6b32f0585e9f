/**
 * Failsafe policies over a budget. In comes a call with the most that it may cost; out goes its result after the hold of it
 * has ended exactly once, or a refusal instead of the call.
 */
@NullMarked
package io.leadfactory.budget.policy;

import org.jspecify.annotations.NullMarked;
