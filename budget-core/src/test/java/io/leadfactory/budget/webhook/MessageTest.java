package io.leadfactory.budget.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Note;
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
}
