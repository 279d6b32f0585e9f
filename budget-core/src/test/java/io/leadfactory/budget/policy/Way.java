package io.leadfactory.budget.policy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Tags;

/** The ways in which a policy can hold something. */
enum Way {
    /** A reservation for each call. */
    LONG {
        @Override
        BudgetPolicyBuilder<String> builder(BudgetMonitor monitor) {
            return BudgetPolicy.builder(monitor::tryReserve);
        }
    },

    /** A ticket of a line for each call that it can carry. */
    SHORT {
        @Override
        BudgetPolicyBuilder<String> builder(BudgetMonitor monitor) {
            return BudgetPolicy.builder(monitor.line(Tags.none()));
        }
    };

    abstract BudgetPolicyBuilder<String> builder(BudgetMonitor monitor);
}
