package io.leadfactory.budget.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NanoUnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1000000000",
        "0.000000001,1",
        "1E+3,1000000000000",
        "2.50000000000000,2500000000",
        "-3,-3000000000",
        "9223372036.854775807,9223372036854775807",
        "-9223372036.854775808,-9223372036854775808",
        "0E+999999999,0"
    })
    void of_amountThatFits_isExact(String amount, long units) {
        assertThat(NanoUnits.of("limit", new BigDecimal(amount))).isEqualTo(units);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000000001", "1.1234567891", "1E-999999999"})
    void of_moreThanNineDecimals_isRefusedAndNotRounded(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NanoUnits.of("limit", new BigDecimal(amount)))
                .withMessage(
                        "limit must have at most 9 decimals, since money is never rounded: " + new BigDecimal(amount));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036.854775808", "-9223372036.854775809", "10000000000", "1E+999999999", "99999999999.1"})
    void of_amountTooLarge_isRefused(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NanoUnits.of("limit", new BigDecimal(amount)))
                .withMessage("limit must be at most 9223372036.854775807: " + amount);
    }

    @ParameterizedTest
    @ValueSource(longs = {20261123, 7, -1})
    void toDecimal_anyUnits_comesBackTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long units = random.nextLong() >> random.nextInt(64);
            assertThat(NanoUnits.of("amount", NanoUnits.toDecimal(units)))
                    .describedAs("seed %d, round %d", seed, i)
                    .isEqualTo(units);
        }
    }

    @Test
    void toDecimal_wholeAmount_hasTwoDecimals() {
        assertThat(NanoUnits.toDecimal(1_000_000_000_000L)).hasToString("1000.00");
        assertThat(NanoUnits.toDecimal(410_000_000L)).hasToString("0.41");
        assertThat(NanoUnits.toDecimal(1).toPlainString()).isEqualTo("0.000000001");
        assertThat(NanoUnits.toDecimal(0)).hasToString("0.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1,50", "NaN", "12 USD"})
    void parse_noNumber_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NanoUnits.parse("limit", text))
                .withMessage("limit must be a decimal number such as 12.50: \"" + text + "\"");
    }
}
