package io.leadfactory.budget.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** An amount of few characters was written out in full for a message, also when there was nothing to complain of. */
class HostileAmountTest {
    private static final BigDecimal ZERO_OF_MANY_DECIMALS = new BigDecimal("0E-2000000000");

    @Test
    void commit_zeroWithTwoBillionDecimals_isZero() {
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .build();

        monitor.reserve(Spend.of("1")).commit(ZERO_OF_MANY_DECIMALS);

        assertThat(monitor.balance("openai").spent()).isZero();
        assertThat(monitor.balance("openai").held()).isZero();
    }

    @Test
    void spend_zeroWithTwoBillionDecimals_isRefusedInFewWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spend.of(ZERO_OF_MANY_DECIMALS))
                .withMessage("spend must be positive: 0E-2000000000");
    }

    @Test
    void of_manyTrailingZeros_isExact() {
        BigDecimal two = BigDecimal.valueOf(2).setScale(300_000);

        assertThat(NanoUnits.of("limit", two)).isEqualTo(2_000_000_000L);
    }

    @Test
    void of_manyDigits_isRefusedInFewWords() {
        BigDecimal long3 = BigDecimal.valueOf(3).setScale(100_000).subtract(BigDecimal.ONE.movePointLeft(100_000));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NanoUnits.of("limit", long3))
                .withMessage(
                        "limit must have at most 9 decimals, since money is never rounded: a number of 100001 digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NanoUnits.of("limit", long3.movePointRight(100_000)))
                .withMessage("limit must be at most 9223372036.854775807: a number of 100001 digits");
    }

    @Test
    void parse_textLongerThanAnyAmount_isRefusedInFewWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spend.of("9".repeat(1_000_000)))
                .withMessage("spend must be a decimal number such as 12.50, in at most 100 characters: found 1000000");
    }
}
