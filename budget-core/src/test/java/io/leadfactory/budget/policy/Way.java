package io.leadfactory.budget.policy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

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

    /** Holds 0.50, and prices a result by its text. */
    BudgetPolicyBuilder<String> priced(BudgetMonitor monitor) {
        return builder(monitor).spend(Spend.of("0.50")).cost(BigDecimal::new);
    }

    static Stream<Arguments> inEachMode() {
        return Stream.of(values()).flatMap(way -> Stream.of(Mode.values()).map(mode -> Arguments.of(way, mode)));
    }
}
