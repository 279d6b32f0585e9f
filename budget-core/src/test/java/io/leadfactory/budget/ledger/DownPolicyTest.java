package io.leadfactory.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class DownPolicyTest {
    @Test
    void forBudget_another_appliesToItAlone() {
        DownPolicy policy = DownPolicy.openUpTo("5").forBudget("tenant", new BigDecimal("2"));

        assertThat(policy.units("openai")).isEqualTo(5_000_000_000L);
        assertThat(policy.units("tenant")).isEqualTo(2_000_000_000L);
        assertThat(policy).hasToString("open up to 5.00");
        assertThat(DownPolicy.emergency("1.5")).hasToString("emergency reserve of 1.50");
        assertThat(DownPolicy.closed()).hasToString("closed");
    }

    @Test
    void openUpTo_noAmount_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> DownPolicy.openUpTo("0"));
        assertThatIllegalArgumentException().isThrownBy(() -> DownPolicy.emergency("-1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DownPolicy.closed().forBudget("openai", BigDecimal.ONE))
                .withMessage(
                        "a closed policy grants nothing: use openUpTo(..) or emergency(..) to give budget \"openai\""
                                + " an amount");
    }

    @Test
    void waiting_orProbing_tooLittle_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DownPolicy.closed().waiting(0))
                .withMessage("most must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DownPolicy.closed().probing(Duration.ZERO))
                .withMessage("longest must be at least a millisecond: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DownPolicy.closed().process(" "))
                .withMessageContaining("1 to 100 characters");
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void jdbc_noPolicy_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BudgetStore.jdbc(new JdbcDataSource(), null))
                .withMessage("whenDown must not be null: give DownPolicy.closed() to grant nothing");
    }
}
