package io.leadfactory.budget.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Budget;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void of_limitChanged_hasBothLimitsAndTheNote() {
        Budget before = Budget.named("openai").limit("100").build();
        Budget after = Budget.named("openai").limit("50").currency("USD").build();

        Message message = Message.of(
                new BudgetEvent.LimitChanged("openai", before, after, new Note("maria", "less to do"), Events.NOON),
                null);

        assertThat(message.json())
                .contains("\"type\":\"limit.changed\"")
                .contains("\"budget\":\"openai\"")
                .contains("\"oldLimit\":\"100.00\",\"newLimit\":\"50.00\"")
                .contains("\"author\":\"maria\",\"reason\":\"less to do\"");
    }

    @Test
    void of_budgetRemoved_hasNoNewLimit() {
        Budget before = Budget.named("openai").limit("100").build();

        Message message = Message.of(new BudgetEvent.LimitChanged("openai", before, null, null, Events.NOON), null);

        assertThat(message.json())
                .contains("\"oldLimit\":\"100.00\"")
                .doesNotContain("newLimit")
                .doesNotContain("author");
    }

    @Test
    void of_unpricedCallThatPassed_hasItsTypeAndTheSameIdInEveryProcess() {
        Budget budget = Budget.named("openai").limit("100").build();
        BudgetEvent passed = new BudgetEvent.UnpricedPassed(
                new ReservationId(0xCAFE, 17), budget.balanceOf(budget.windowAt(Events.NOON), 0, 1), Events.NOON);

        Message message = Message.of(passed, "shop");

        assertThat(message.json())
                .contains(
                        "\"type\":\"unpriced.passed\"",
                        "\"reservation\":\"000000000000cafe-17\"",
                        "\"spent\":\"0.00\"");
        assertThat(Message.of(passed, "shop").id()).isEqualTo(message.id());
        assertThat(Message.of(passed, "mail").id()).isNotEqualTo(message.id());
    }
}
