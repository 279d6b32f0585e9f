/**
 * Failsafe policies over a budget. In comes a call with the most that it may cost; out goes its result after the hold of it
 * has ended exactly once, or a refusal instead of the call.
 *
 * <p>A timeout that is over before the call has been handed to a thread does not stop it in Failsafe, whatever policies are inside:
 * its result comes when the call ends; a budget policy looks once, after it has reserved, and then makes no call.
 */
@NullMarked
package io.leadfactory.budget.policy;

import org.jspecify.annotations.NullMarked;
