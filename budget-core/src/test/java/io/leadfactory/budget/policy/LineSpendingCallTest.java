package io.leadfactory.budget.policy;

import static io.leadfactory.budget.ledger.Entry.Kind.SETTLEMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.reserve.Spend;
import org.junit.jupiter.api.Test;

/** By a ticket of a line for each call. */
class LineSpendingCallTest extends SpendingCallContract {
    LineSpendingCallTest() {
        super(new PolicyWatch(BudgetStore.inMemory(), true));
    }

    @Test
    void supplier_byTicket_isEnteredInASum() {
        assertThat(watch.spending(Spend.of("0.50"))
                        .build()
                        .supplier(() -> "0.41")
                        .get())
                .isEqualTo("0.41");

        assertThat(watch.kinds()).containsExactly(SETTLEMENT);
        assertThat(watch.spent()).isEqualTo("0.41");
    }

    @Test
    void builder_spendWithTags_isRefusedSinceTheLineSaysWhichBudgets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> watch.spending(Spend.of("0.50").tag("provider", "openai")))
                .withMessageStartingWith("a spend from a line must have no tags");
    }
}
