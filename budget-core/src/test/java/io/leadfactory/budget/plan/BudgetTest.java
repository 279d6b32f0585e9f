package io.leadfactory.budget.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    @Test
    void build_nothingButALimit_hasTheDefaults() {
        Budget budget = Budget.named("openai").limit("100").build();

        assertThat(budget.period()).isSameAs(Period.total());
        assertThat(budget.zone().getId()).isEqualTo("Z");
        assertThat(budget.warnUnits()).isEqualTo(80_000_000_000L);
        assertThat(budget.stopUnits()).isEqualTo(95_000_000_000L);
        assertThat(budget.scope()).isEqualTo(Tags.none());
        assertThat(budget.currency()).isEmpty();
    }

    @Test
    void build_lineBetweenTwoUnits_isTheLowerOne() {
        Budget budget = Budget.named("tiny")
                .limit("0.000000003")
                .warnAt("0.5")
                .stopAt("0.95")
                .build();

        assertThat(budget.warnUnits()).isEqualTo(1);
        assertThat(budget.stopUnits()).isEqualTo(2);
    }

    @Test
    void alertAt_severalCalls_addUpLowestFirst() {
        Budget budget = Budget.named("openai")
                .limit("100")
                .alertAt("0.90", "0.5")
                .alertAt("0.8")
                .build();

        assertThat(budget.thresholds())
                .extracting(Threshold::percent, Threshold::units, Threshold::statusOrNull)
                .containsExactly(
                        tuple("50", 50_000_000_000L, null),
                        tuple("80", 80_000_000_000L, null),
                        tuple("80", 80_000_000_000L, BudgetStatus.WARNING),
                        tuple("90", 90_000_000_000L, null),
                        tuple("95", 95_000_000_000L, BudgetStatus.STOP));
        assertThat(Budget.named("plain").limit("1").build().thresholds()).hasSize(2);
        assertThat(budget.statusOf(79_999_999_999L)).isEqualTo(BudgetStatus.OK);
    }

    @Test
    void alertAt_bad_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").alertAt("0.5", "0.50"))
                .withMessage("alertAt must not name a share twice: 0.50");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").alertAt("1.01"))
                .withMessage("alertAt must be above 0 and at most 1: 1.01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").alertAt("0"))
                .withMessage("alertAt must be above 0 and at most 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Budget.named("dust").limit("0.00000001").alertAt("0.01").build())
                .withMessage("budget \"dust\" must have thresholds of at least one nano-unit: limit 0.00000001,"
                        + " alertAt 0.01");
    }

    /** However the most that was ever used rises, each threshold up to it is reached by one step, in order. */
    @ParameterizedTest
    @ValueSource(longs = {20261123})
    void thresholdsBetween_anySteps_eachOnceAndInOrder(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Budget.Builder builder = Budget.named("openai").limit("0.0000001");
            new TreeSet<>(random.ints(random.nextInt(8), 1, 101).boxed().toList())
                    .forEach(percent ->
                            builder.alertAt(BigDecimal.valueOf(percent, 2).toPlainString()));
            Budget budget = builder.build();
            List<Threshold> reached = new ArrayList<>();
            long most = 0;
            long told = 0;
            for (int step = 0; step < 10; step++) {
                most += random.nextInt(30);
                long share = budget.shareReached(most);
                reached.addAll(budget.thresholdsBetween(told, share));
                told = share;
            }
            long all = most;
            assertThat(reached)
                    .describedAs("seed %d", seed)
                    .isEqualTo(budget.thresholds().stream()
                            .filter(threshold -> threshold.units() <= all)
                            .toList());
        }
    }

    @Test
    void build_noLimit_saysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").build())
                .withMessage("budget \"openai\" must have a limit: call limit(\"100.00\")");
    }

    @Test
    void build_warnAboveStop_saysBoth() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Budget.named("openai").limit("1").warnAt("0.96").build())
                .withMessage("budget \"openai\" must warn before it stops: warnAt 0.96 is above stopAt 0.95");
    }

    @Test
    void build_limitTooSmallForItsLines_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("dust").limit("0.000000001").build())
                .withMessageContaining("must have a warn line of at least one nano-unit");
    }

    @ParameterizedTest
    @CsvSource({
        "0,limit must be positive: 0",
        "-3,limit must be positive: -3",
        "abc,limit must be a decimal number such as 12.50: \"abc\"",
        ",limit must not be null: give a decimal number such as 12.50"
    })
    @SuppressWarnings("NullAway") // null is the bad input here
    void limit_bad_isRefused(String limit, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").limit(limit))
                .withMessage(message);
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void limit_nullAmount_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").limit((BigDecimal) null))
                .withMessage("limit must not be null: give an amount such as 12.50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.1", "1.000000001", "80"})
    void warnAt_outsideOfZeroToOne_isRefused(String share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").warnAt(share))
                .withMessage("warnAt must be above 0 and at most 1: " + share);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").stopAt(share))
                .withMessage("stopAt must be above 0 and at most 1: " + share);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void named_noName_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named(name))
                .withMessageStartingWith("name must have 1 to 200 characters: ");
    }

    @Test
    void named_nameTooLong_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Budget.named("x".repeat(201)));
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void builder_nulls_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").per(null))
                .withMessage("period must not be null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").zone(null))
                .withMessage("zone must not be null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("openai").scope("provider", null))
                .withMessage("value of tag \"provider\" must not be null or blank: null");
    }

    @Test
    void scope_sameTagTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("both").scope("provider", "a").scope("provider", "b"))
                .withMessage("tag \"provider\" must have one value: it is \"a\" and was to be \"b\"");
    }

    @Test
    void covers_tags_onlyIfAllOfTheScopeAreThere() {
        Budget budget = Budget.named("openai")
                .limit("1")
                .scope("provider", "openai")
                .scope("tenant", "a")
                .build();
        Tags provider = Tags.none().with("provider", "openai");

        assertThat(budget.covers(provider)).isFalse();
        assertThat(budget.covers(provider.with("tenant", "b"))).isFalse();
        assertThat(budget.covers(provider.with("tenant", "a").with("more", "x")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,OK", "79.999999999,OK", "80,WARNING", "94.999999999,WARNING", "95,STOP", "120,STOP"})
    void statusOf_exposure_changesAtTheLines(String exposure, BudgetStatus status) {
        Budget budget = Budget.named("openai").limit("100").build();

        assertThat(budget.statusOf(NanoUnits.of("exposure", new BigDecimal(exposure))))
                .isEqualTo(status);
    }

    @Test
    void balanceOf_overrunBeyondTheLimit_isNotClamped() {
        Budget budget = Budget.named("openai").limit("100").build();

        Balance balance = budget.balanceOf(budget.windowAt(Instant.EPOCH), 120_000_000_000L, 0);

        assertThat(balance.free()).isEqualByComparingTo("-20");
        assertThat(balance.reservable()).isZero();
        assertThat(balance.status()).isEqualTo(BudgetStatus.STOP);
    }
}
